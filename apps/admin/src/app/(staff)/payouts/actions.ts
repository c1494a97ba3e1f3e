"use server";

import { CURRENCIES } from "@stoa/kit";
import { redirect } from "next/navigation";
import type { ActState } from "../../../forms/act-state.ts";
import type { EachState } from "../../../forms/each-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { actEach } from "../../../server/act-each.ts";
import { oneOf } from "../../../server/query.ts";

export async function approve(_: ActState, form: FormData): Promise<ActState> {
  const input = { payoutId: text(form, "payoutId") };
  return act((caller) => caller.payouts.manage.approve(input), "Approved; it is being sent.");
}

export async function reject(_: ActState, form: FormData): Promise<ActState> {
  const input = { payoutId: text(form, "payoutId"), reason: text(form, "reason") };
  return act((caller) => caller.payouts.manage.reject(input), "Rejected; the money is the payee’s again.", form);
}

export async function approveBatch(_: ActState, form: FormData): Promise<ActState> {
  const input = { batchId: text(form, "batchId") };
  return act((caller) => caller.payouts.manage.approveBatch(input), "Approved; the payouts are being sent.");
}

/** Reserves for everybody, and leads to what was reserved. */
export async function createBatch(_: ActState, form: FormData): Promise<ActState> {
  const currency = oneOf(text(form, "currency"), CURRENCIES) ?? "EUR";
  let batchId = "";
  const state = await act(
    async (caller) => {
      ({ batchId } = await caller.payouts.manage.createBatch({ currency }));
    },
    "Reserved.",
    form,
  );
  if (batchId) redirect(`/payouts/batches/${batchId}`);
  return state;
}

/** Each by itself: one that may not be approved by this person keeps no other waiting. */
export async function decideMany(_: EachState, form: FormData): Promise<EachState> {
  const reason = text(form, "reason");
  return actEach(form, (caller, payoutId) =>
    text(form, "verb") === "reject"
      ? caller.payouts.manage.reject({ payoutId, reason })
      : caller.payouts.manage.approve({ payoutId }),
  );
}
