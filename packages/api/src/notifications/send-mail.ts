import { tables } from "@stoa/db";
import { MAIL_LOCALES, MAIL_TEMPLATES, MailRefused, MailUnavailable, type RenderedMail, renderMail } from "@stoa/email";
import { type Fence, RetryLater, Unrecoverable } from "@stoa/jobs";
import { errorText } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { MAIL_PURPOSE, waitingMailData } from "../platform/mail.ts";
import { MailNotConfigured } from "./errors.ts";

const { mails } = tables;
type Mail = typeof mails.$inferSelect;

/** Tries before a mail counts as failed and its message as dead. */
export const SEND_ATTEMPTS = 8;

/**
 * Sends a queued mail. It may be handed over twice when an answer is lost: the Message-ID is the same, so that the
 * recipient's host can tell. Once sent, its data, which held links, is dropped.
 */
export async function sendMail(ctx: Context, { mailId }: { mailId: string }, fence: Fence<Context>): Promise<void> {
  const [mail] = await ctx.db
    .update(mails)
    .set({ attempts: sql`${mails.attempts} + 1` })
    .where(eq(mails.id, mailId))
    .returning();
  if (mail?.status !== "queued") return;
  try {
    const rendered = render(ctx, mail);
    const { transportId } = await handOver(ctx, mail, rendered);
    await fence.complete((tx) =>
      tx.db
        .update(mails)
        .set({ status: "sent", sentAt: sql`now()`, transportId, subject: rendered.subject, data: {}, lastError: null })
        .where(eq(mails.id, mailId)),
    );
  } catch (error) {
    await noteFailure(ctx, mail, error, fence.attempt);
    if (error instanceof MailRefused) throw new Unrecoverable(error.message);
    if (error instanceof MailUnavailable && error.retryAfterMs !== null && fence.attempt < SEND_ATTEMPTS) {
      throw new RetryLater(error.retryAfterMs, error.message);
    }
    throw error;
  }
}

function render(ctx: Context, mail: Mail): RenderedMail {
  const template = MAIL_TEMPLATES.find((known) => known === mail.template);
  if (!template) throw new Unrecoverable(`no template is called ${mail.template}`);
  const locale = MAIL_LOCALES.find((known) => known === mail.locale) ?? "en";
  const { sealed } = waitingMailData.parse(mail.data);
  return renderMail(template, locale, JSON.parse(ctx.services.secrets.open(MAIL_PURPOSE, sealed)));
}

function handOver(ctx: Context, mail: Mail, rendered: RenderedMail): Promise<{ transportId: string }> {
  if (!ctx.services.mail) throw new MailNotConfigured();
  return ctx.services.mail.send({
    id: mail.id,
    to: mail.recipient,
    ...rendered,
    headers: { "X-Correlation-Id": mail.correlationId },
  });
}

/** What went wrong, for the mail log; `failed` once no further try will come. */
async function noteFailure(ctx: Context, mail: Mail, error: unknown, attempt: number): Promise<void> {
  const final = error instanceof MailRefused || error instanceof Unrecoverable || attempt >= SEND_ATTEMPTS;
  await ctx.db
    .update(mails)
    .set({
      lastError: errorText(error),
      ...(final ? { status: "failed" as const } : {}),
    })
    .where(eq(mails.id, mail.id));
}
