/** The port that the shop front is told to listen on. */
export function frontPort(): number {
  return Number(process.env.WEB_PORT);
}

/** Before which piece a doomed process ends; 0 is none. */
export function failpoint(): number {
  return Number(process.env.FAILPOINT ?? 0);
}

/** The database that a teller moves money in. */
export function databaseUrl(): string {
  return process.env.DATABASE_URL ?? "";
}
