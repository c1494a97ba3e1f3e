"use server";

import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";

export async function retryMail(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.notifications.mails.retry({ id: text(form, "id") }), "Queued again.");
}
