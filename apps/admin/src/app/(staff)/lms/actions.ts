"use server";

import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";

export async function retrySync(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.lms.retry({ syncId: text(form, "syncId") }), "Queued again.");
}

export async function retryFailedSyncs(): Promise<ActState> {
  return act((caller) => caller.lms.retryFailed(), "All that had failed are queued again.");
}
