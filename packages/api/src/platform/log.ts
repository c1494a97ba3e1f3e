import type { Log } from "@stoa/kit";
import { pino } from "pino";

/** Keys whose values never reach a log, at any of the first three depths. */
const REDACTED = [
  "password",
  "newPassword",
  "currentPassword",
  "passwordHash",
  "token",
  "secret",
  "code",
  "authorization",
  "cookie",
  "apiKey",
  "apiSecret",
  "email",
  "recipient",
  "to",
  "name",
  "phone",
  "card",
  "ip",
  "userAgent",
];

/** One JSON line an event on standard output, without secrets and personal data. */
export function createLog(options: { app: string; level: string; destination?: NodeJS.WritableStream }): Log {
  const paths = REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  return pino(
    {
      level: options.level,
      base: { app: options.app },
      redact: { paths, censor: "[redacted]" },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    options.destination ?? process.stdout,
  );
}
