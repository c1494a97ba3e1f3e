/** What Postgres said, dug out from under drizzle's wrapper. */
export interface PostgresFailure {
  /** SQLSTATE. */
  code: string;
  constraint: string | null;
}

export const SQLSTATE = {
  uniqueViolation: "23505",
  foreignKeyViolation: "23503",
  checkViolation: "23514",
  exclusionViolation: "23P01",
  serializationFailure: "40001",
  deadlock: "40P01",
  lockNotAvailable: "55P03",
  queryCanceled: "57014",
  insufficientPrivilege: "42501",
  inFailedTransaction: "25P02",
} as const;

/** The SQLSTATE and constraint behind an error, or null when it did not come from Postgres. */
export function postgresFailure(error: unknown): PostgresFailure | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && typeof current.code === "string" && /^[0-9A-Z]{5}$/.test(current.code)) {
      const constraint = "constraint_name" in current ? current.constraint_name : undefined;
      return { code: current.code, constraint: typeof constraint === "string" ? constraint : null };
    }
  }
  return null;
}

/** Whether an error is the named constraint's refusal. */
export function violates(error: unknown, constraint: string): boolean {
  return postgresFailure(error)?.constraint === constraint;
}
