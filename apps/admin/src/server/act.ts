import "server-only";
import { outcomeOf, type Problem } from "@stoa/api/http/problem";
import { revalidatePath } from "next/cache";
import { type Api, api } from "./api.ts";

/** What a form shows after it was sent. */
export interface ActState {
  problem: Problem | null;
  done: string | null;
}

/** Runs a verb for the person behind the request; refusals come back as words beside the form, with nothing lost. */
export async function act(call: (caller: Api) => Promise<unknown>, done: string): Promise<ActState> {
  const outcome = await outcomeOf(call(await api()));
  if (!outcome.ok) return { problem: outcome.problem, done: null };
  revalidatePath("/", "layout");
  return { problem: null, done };
}

/** A field of a form as text; a file or nothing is the empty text. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
