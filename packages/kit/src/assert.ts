import type { DomainError } from "./errors.ts";

/** Thrown when the program itself is wrong: an impossible state, never something a caller can cause. */
export class InvariantViolation extends Error {
  override name = "InvariantViolation";
}

/** States what must be true at this line; a false condition is a defect of ours and ends the operation. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** Closes a `switch` over a union: a new member does not compile until somebody answers for it. */
export function unreachable(value: never, what = "value"): never {
  throw new InvariantViolation(`unexpected ${what}: ${String(value)}`);
}

/** The value itself, or the error for a record that is not there. For `const order = found(row, () => new OrderNotFound(id))`. */
export function found<T>(value: T | null | undefined, error: () => DomainError): T {
  if (value === null || value === undefined) throw error();
  return value;
}

/** The first row of an `INSERT … RETURNING` or of a query that must give one. */
export function only<T>(rows: readonly T[], what = "row"): T {
  const [first] = rows;
  invariant(first !== undefined, `expected one ${what}, found none`);
  return first;
}
