"use server";

import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";

export async function acceptReview(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.checkout.acceptReview({ reviewId: text(form, "reviewId") }),
    "Accepted and handed over.",
  );
}

export async function refundHeld(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.checkout.refunds.requestHeld({ reviewId: text(form, "reviewId"), note: text(form, "note") }),
    "Asked for. The review ends when the gateway says that it is done.",
    form,
  );
}

export async function closeReview(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.checkout.closeReview({ reviewId: text(form, "reviewId"), note: text(form, "note") }),
    "Closed.",
    form,
  );
}
