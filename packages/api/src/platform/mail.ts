import { insertRows, tables } from "@stoa/db";
import type { MailData, MailTemplate } from "@stoa/email";
import { type Enqueueable, enqueue } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { TxContext } from "./context.ts";

/** The job that sends a queued mail; `notifications` does the work. */
export const mailToSend = {
  name: "notifications.send_mail",
  queue: "mail",
  payload: z.strictObject({ mailId: z.string() }),
} as const satisfies Enqueueable;

export interface MailToQueue<T extends MailTemplate> {
  template: T;
  to: string;
  locale: string;
  data: MailData[T];
  userId?: string | null;
  /** What it is about, as in `order-receipt:ord_…`, its subject last: one business event never mails twice. */
  dedupeKey?: string;
}

/** The data of a waiting mail; sealed as a whole, because links hold tokens. Dropped once sent. */
export const waitingMailData = z.strictObject({ sealed: z.string() });
export const MAIL_PURPOSE = "mail";

/**
 * Writes down a mail in the transaction of its cause: both commit, or neither. Gives its id, or null when a mail with the
 * same dedupe key was asked for before.
 */
export async function queueMail<T extends MailTemplate>(ctx: TxContext, mail: MailToQueue<T>): Promise<string | null> {
  const { mails } = tables;
  const row = {
    id: newId("mail", ctx.clock.now().getTime()),
    userId: mail.userId ?? null,
    recipient: mail.to,
    template: mail.template,
    locale: mail.locale,
    data: { sealed: ctx.services.secrets.seal(MAIL_PURPOSE, JSON.stringify(mail.data)) },
    dedupeKey: mail.dedupeKey ?? null,
    correlationId: ctx.correlationId,
  };
  const [written] = await ctx.db.execute<{ id: string }>(
    sql`${insertRows(mails, [row])} on conflict (dedupe_key) do nothing returning id`,
  );
  if (!written) return null;
  await enqueue(ctx, mailToSend, { mailId: written.id });
  return written.id;
}
