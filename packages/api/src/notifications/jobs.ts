import { defineJob } from "@stoa/jobs";
import { HOUR_MS, SECOND_MS } from "@stoa/kit";
import { mailToSend } from "../platform/mail.ts";

/** Tries over about four hours: a mail host that is down for a night's maintenance window is waited for. */
const sendMail = defineJob({
  ...mailToSend,
  attempts: 8,
  backoff: { kind: "exponential", baseMs: 30 * SECOND_MS, capMs: 2 * HOUR_MS, jitter: 0.3 },
  run: async () => (await import("./send-mail.ts")).sendMail,
});

export const notificationsJobs = [sendMail];
