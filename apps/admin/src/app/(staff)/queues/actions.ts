"use server";

import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";

export async function replayMessage(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.reporting.queues.replay({ id: text(form, "id") }), "Queued again.");
}

export async function discardMessage(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.reporting.queues.discard({ id: text(form, "id") }), "Discarded.");
}
