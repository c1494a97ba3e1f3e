import "server-only";
import { mustBeForm } from "@stoa/api/http/must-be-form";
import { type Problem, problemOf } from "@stoa/api/http/problem";
import { getTranslations } from "next-intl/server";
import type { FormState } from "./form-state.ts";

/** Names that are never sent back to a page. */
const SECRET = /password|code|token|challenge/i;

/**
 * Runs what a form asks for. A rule that says no becomes the form's answer, beside the field it is about; anything
 * unexpected, and every redirect, goes on.
 */
export async function answerForm(form: FormData, run: () => Promise<FormState>): Promise<FormState> {
  mustBeForm(form);
  try {
    return await run();
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    return { tone: "bad", values: typedValues(form), ...(await refusalOf(problem, form)) };
  }
}

/** What was typed, but for secrets and what Next adds. */
export function typedValues(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      return typeof value === "string" && !SECRET.test(name) && !name.startsWith("$");
    }),
  );
}

async function refusalOf(problem: Problem, form: FormData): Promise<FormState> {
  const message = await problemMessage(problem);
  if (problem.code !== "invalid_input") {
    const field = problem.details.field;
    const at = typeof field === "string" ? fieldNamed(form, field) : undefined;
    return at ? { errors: { [at]: message } } : { message };
  }
  const t = await getTranslations("errors");
  const errors: Record<string, string> = {};
  const rest: string[] = [];
  for (const issue of problem.fields) {
    const at = fieldNamed(form, issue.path.split(".").at(-1) ?? "");
    const known = `field.${at}`;
    if (at) errors[at] = t.has(known as "field.email") ? t(known as "field.email") : issue.message;
    else rest.push(`${issue.path}: ${issue.message}`);
  }
  return { errors, ...(rest.length > 0 ? { message: rest.join("; ") } : {}) };
}

/** The field of the form that a rule speaks of: `password` may stand there as `newPassword`. */
function fieldNamed(form: FormData, name: string): string | undefined {
  if (form.has(name)) return name;
  return name === "password" && form.has("newPassword") ? "newPassword" : undefined;
}

/** A rule's sentence in the reader's language; in English, as the API says it, where it is not translated. */
export async function problemMessage(problem: Pick<Problem, "code" | "message" | "details">): Promise<string> {
  const t = await getTranslations("errors");
  const key = `code.${problem.code}` as "code.wrong_credentials";
  const wait = problem.details.retryAfterSeconds;
  return t.has(key) ? t(key, { minutes: typeof wait === "number" ? Math.ceil(wait / 60) : 1 }) : problem.message;
}

/** One text field of a form, trimmed. */
export function textOf(form: FormData, name: string): string {
  return secretOf(form, name).trim();
}

/** The captcha's token, for the call that asks for it. */
export function captchaIn(form: FormData): { captchaToken: string } {
  return { captchaToken: textOf(form, "captchaToken") };
}

/** A password as it was typed: its spaces are part of it. */
export function secretOf(form: FormData, name: string): string {
  mustBeForm(form);
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
