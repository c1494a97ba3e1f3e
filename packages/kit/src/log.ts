/** Fields of a log line. Ids and figures only: the writer redacts secrets and personal data by key all the same. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What every part of Stoa logs through; the writer (pino, in `packages/api`) is given in, never imported. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** The same log with fields bound to every line: correlation id, path, job. */
  child(fields: LogFields): Log;
}

/** A log that says nothing. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};
