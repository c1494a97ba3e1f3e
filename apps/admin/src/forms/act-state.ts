import type { Problem } from "@stoa/api/http/problem";
import { issueInWords } from "./issue-in-words.ts";

/** What a form shows after it was sent. */
export interface ActState {
  problem: Problem | null;
  done: string | null;
  /** What is shown this once and never again, such as a new secret. */
  once?: { label: string; value: string };
  /** What was typed, so that a page without a script gives it back. Secrets are left out. */
  values: Readonly<Record<string, string>>;
}

export const UNSENT: ActState = { problem: null, done: null, values: {} };

export type Action = (state: ActState, form: FormData) => Promise<ActState>;

/** One control of a form. */
export interface FieldSpec {
  name: string;
  label: string;
  type?: "text" | "email" | "password" | "number" | "search" | "date" | "textarea" | "select" | "checkbox" | "checks";
  hint?: string;
  defaultValue?: string;
  optional?: boolean;
  autoComplete?: string;
  inputMode?: "numeric" | "decimal" | "text";
  autoFocus?: boolean;
  rows?: number;
  step?: string;
  options?: readonly { value: string; label: string; hint?: string }[];
  className?: string;
}

/** The message about a field, when the refusal names it: by its path, or by the rule's own details. */
export function errorOf({ problem }: ActState, name: string): string | undefined {
  if (!problem) return undefined;
  if (problem.details.field === name) return problem.message;
  const issue = problem.fields.find((each) => fieldOf(each.path) === name);
  return issue && issueInWords(issue.message);
}

/** Where a rule speaks of a field by another name than the form. */
const ALIASES: Readonly<Record<string, string>> = { priceMinor: "price", rateBps: "rate" };
const fieldOf = (path: string) => {
  const last = path.split(".").at(-1) ?? "";
  return ALIASES[last] ?? last;
};

/** What a refusal says that no field of the form takes up. */
export function restOf({ problem }: ActState, names: readonly string[]): string[] {
  if (!problem) return [];
  const unplaced = problem.fields.filter((issue) => !names.includes(fieldOf(issue.path)));
  if (problem.fields.length > 0) return unplaced.map((issue) => `${issue.path}: ${issueInWords(issue.message)}`);
  return names.includes(String(problem.details.field)) ? [] : [problem.message];
}
