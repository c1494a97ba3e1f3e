"use server";

import { redirect } from "next/navigation";
import { type ActState, UNSENT } from "../../../../forms/act-state.ts";
import { text } from "../../../../forms/text.ts";
import { act } from "../../../../server/act.ts";
import { currencyOf, wishOf } from "./refund/wish-of.ts";

/** Sent with the key of its page, so that two presses of the button are one refund. */
export async function requestRefund(_: ActState, form: FormData): Promise<ActState> {
  const orderId = text(form, "orderId");
  const search = new URLSearchParams(text(form, "chosen"));
  const wish = wishOf(search, currencyOf(text(form, "currency")));
  if (wish === null) return UNSENT;
  const state = await act(
    (caller) => caller.checkout.refunds.request({ orderId, wish, note: text(form, "note") }),
    "Asked for.",
    form,
  );
  if (state.problem) return state;
  redirect(`/orders/${orderId}`);
}

export async function cancelRefund(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.checkout.refunds.cancel({ refundId: text(form, "refundId") }),
    "Called off: nothing was sent.",
    form,
  );
}

export async function recordRepayment(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.checkout.recordRepayment({ refundId: text(form, "refundId"), note: text(form, "note") }),
    "Written down: the buyer has the money.",
    form,
  );
}
