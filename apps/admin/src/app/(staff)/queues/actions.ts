"use server";

import type { ActState } from "../../../forms/act-state.ts";
import type { EachState } from "../../../forms/each-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { actEach } from "../../../server/act-each.ts";

export async function replayMessage(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.reporting.queues.replay({ id: text(form, "id") }), "Queued again.");
}

export async function discardMessage(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.reporting.queues.discard({ id: text(form, "id") }), "Discarded.");
}

export async function tendMany(_: EachState, form: FormData): Promise<EachState> {
  return actEach(form, (caller, id) =>
    text(form, "verb") === "discard" ? caller.reporting.queues.discard({ id }) : caller.reporting.queues.replay({ id }),
  );
}
