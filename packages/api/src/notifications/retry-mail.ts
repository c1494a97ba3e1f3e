import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { and, eq } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { mailToSend } from "../platform/mail.ts";
import { MailNotFailed, MailNotFound } from "./errors.ts";

const { mails } = tables;

/** Puts a failed mail into the queue again. Throws `MailNotFound`, `MailNotFailed`. */
export async function retryMail(ctx: Context, id: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [queued] = await tx.db
      .update(mails)
      .set({ status: "queued" })
      .where(and(eq(mails.id, id), eq(mails.status, "failed")))
      .returning({ id: mails.id });
    if (!queued) {
      const [mail] = await tx.db.select({ id: mails.id }).from(mails).where(eq(mails.id, id));
      throw mail ? new MailNotFailed(id) : new MailNotFound(id);
    }
    await recordAudit(tx, { action: "notifications.retry_mail", subjectKind: "mail", subjectId: id });
    await enqueue(tx, mailToSend, { mailId: id });
  });
}
