import "server-only";
import { mustBeForm } from "@stoa/api/http/must-be-form";
import { outcomeOf } from "@stoa/api/http/problem";
import { revalidatePath } from "next/cache";
import { EACH_MAX, type EachState, NONE_TRIED } from "../forms/each-state.ts";
import { issueInWords } from "../forms/issue-in-words.ts";
import { type Api, api } from "./api.ts";

/**
 * Runs a verb for each thing that a form has chosen, one after the other: each is a call of its own, with its own
 * permission, transaction and entry in the audit, so that one that is refused keeps no other from being done. Sent twice,
 * the second finds them done and is told so.
 */
export async function actEach(form: FormData, call: (caller: Api, id: string) => Promise<unknown>): Promise<EachState> {
  mustBeForm(form);
  const ids = [...new Set(form.getAll("ids").filter((id) => typeof id === "string"))];
  if (ids.length === 0) return { ...NONE_TRIED, problem: "Choose some first." };
  if (ids.length > EACH_MAX) return { ...NONE_TRIED, problem: `At most ${EACH_MAX} at once. Nothing was done.` };
  const caller = await api();
  const done: string[] = [];
  const refused: { id: string; message: string }[] = [];
  for (const id of ids) {
    const message = await refusalOf(call(caller, id));
    if (message === null) done.push(id);
    else refused.push({ id, message });
  }
  revalidatePath("/", "layout");
  return { done, refused, problem: null };
}

/** Why one was not done; null when it was. A fault of ours is logged where it happened, and the others go on. */
async function refusalOf(call: Promise<unknown>): Promise<string | null> {
  try {
    const outcome = await outcomeOf(call);
    if (outcome.ok) return null;
    const { fields, message } = outcome.problem;
    return fields[0] ? issueInWords(fields[0].message) : message;
  } catch {
    return "Something went wrong on our side. Look whether it was done before you try again.";
  }
}
