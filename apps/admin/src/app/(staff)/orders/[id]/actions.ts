"use server";

import type { ActState } from "../../../../forms/act-state.ts";
import { text } from "../../../../forms/text.ts";
import { act } from "../../../../server/act.ts";

export async function recordRepayment(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.checkout.recordRepayment({ refundId: text(form, "refundId"), note: text(form, "note") }),
    "Written down: the buyer has the money.",
    form,
  );
}
