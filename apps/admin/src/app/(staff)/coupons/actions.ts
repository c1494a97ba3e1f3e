"use server";

import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { couponOf } from "./coupon-fields.ts";

export async function createCoupon(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.coupons.create(couponOf(form)), "Made; it stands on top of the list.", form);
}

export async function pauseCoupon(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.coupons.pause({ id: text(form, "id") }), "Paused.");
}

export async function resumeCoupon(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.coupons.resume({ id: text(form, "id") }), "It can be used again.");
}

export async function endCoupon(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.coupons.end({ id: text(form, "id") }), "Ended.");
}
