import { postgresFailure, SQLSTATE } from "./errors.ts";

type Step = () => PromiseLike<unknown>;

/** What each step gives, in the order of the list. */
type Answers<T extends readonly Step[]> = { -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };

/**
 * Does steps of one transaction that need no answer of each other: their statements travel to Postgres together instead
 * of each waiting for the way there and back. They run there one after another; the first of each step in the order of
 * the list, provided that the step waits for nothing before it.
 *
 * Unlike `Promise.all` it waits for every step also when one fails, so that none sends a statement after the transaction
 * has ended. It throws the failure that was first, not one that only says that the transaction had failed before.
 */
export async function together<const T extends readonly Step[]>(steps: T): Promise<Answers<T>> {
  const settled = await Promise.allSettled(steps.map(async (step) => step()));
  const failures = settled.flatMap((step) => (step.status === "rejected" ? [step.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !isAftermath(failure)) ?? failures[0];
  return settled.map((step) => (step.status === "fulfilled" ? step.value : undefined)) as Answers<T>;
}

/** Postgres refuses every statement after the one that failed. */
function isAftermath(failure: unknown): boolean {
  return postgresFailure(failure)?.code === SQLSTATE.inFailedTransaction;
}
