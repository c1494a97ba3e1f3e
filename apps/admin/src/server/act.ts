import "server-only";
import { outcomeOf } from "@stoa/api/http/problem";
import { revalidatePath } from "next/cache";
import type { ActState } from "../forms/act-state.ts";
import { text } from "../forms/text.ts";
import { type Api, api } from "./api.ts";

/** Names that are never sent back to a page. */
const SECRET = /password|code|challenge/i;

/**
 * Runs a verb for the person behind the request; a refusal comes back as words beside the form, with what was typed. A
 * form with a field `key` is taken once, however often it is sent. `once` picks what of the answer is shown this once.
 */
export async function act<T>(
  call: (caller: Api) => Promise<T>,
  done: string,
  form?: FormData,
  once?: (data: T) => NonNullable<ActState["once"]>,
): Promise<ActState> {
  const outcome = await outcomeOf(call(await api(form && (text(form, "key") || undefined))));
  if (!outcome.ok) return { problem: outcome.problem, done: null, values: form ? typed(form) : {} };
  revalidatePath("/", "layout");
  return { problem: null, done, values: {}, ...(once ? { once: once(outcome.data) } : {}) };
}

/** What was typed, but for secrets and what Next adds. */
export function typed(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      return typeof value === "string" && !SECRET.test(name) && !name.startsWith("$");
    }),
  );
}
