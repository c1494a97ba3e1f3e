"use server";

import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";

export async function submitEvidence(_: ActState, form: FormData): Promise<ActState> {
  const ask = { disputeId: text(form, "disputeId"), explanation: text(form, "explanation") };
  return act((caller) => caller.checkout.disputes.submitEvidence(ask), "Sent: the bank has it now.", form);
}
