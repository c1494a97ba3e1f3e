import { DomainError, type ErrorKind, type FieldIssue, InvalidInput } from "@stoa/kit";
import { TRPCError } from "@trpc/server";

/** A refusal of a procedure as a page shows it; plain data, so that it can travel to the browser. */
export interface Problem {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly fields: readonly FieldIssue[];
}

/** The rule behind an error of a procedure; null for anything unexpected, which must not be shown. */
export function problemOf(error: unknown): Problem | null {
  const cause = error instanceof TRPCError ? error.cause : error;
  if (!(cause instanceof DomainError)) return null;
  const fields = cause instanceof InvalidInput ? cause.issues : [];
  return { kind: cause.kind, code: cause.code, message: cause.message, details: cause.details, fields };
}

export type Outcome<T> = { ok: true; data: T } | { ok: false; problem: Problem };

/** What a procedure answered or which rule refused it. Anything unexpected goes on to the error page. */
export async function outcomeOf<T>(call: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, data: await call };
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    return { ok: false, problem };
  }
}
