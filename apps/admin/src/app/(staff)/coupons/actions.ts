"use server";

import type { ActState } from "../../../forms/act-state.ts";
import type { EachState } from "../../../forms/each-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { actEach } from "../../../server/act-each.ts";
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

export async function moveMany(_: EachState, form: FormData): Promise<EachState> {
  return actEach(form, (caller, id) =>
    text(form, "verb") === "end" ? caller.coupons.end({ id }) : caller.coupons.pause({ id }),
  );
}
