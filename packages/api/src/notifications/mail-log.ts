import { tables } from "@stoa/db";
import { decodeCursor, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { ListMailsInput, MailRow } from "./schemas.ts";

const { mails } = tables;

/** Every mail that was asked for and what became of it, the newest first. What stood in it is not kept. */
export async function listMails(ctx: Context, input: ListMailsInput): Promise<Page<MailRow>> {
  const rows = await ctx.db
    .select({
      id: mails.id,
      template: mails.template,
      recipient: mails.recipient,
      locale: mails.locale,
      subject: mails.subject,
      status: mails.status,
      attempts: mails.attempts,
      lastError: mails.lastError,
      transportId: mails.transportId,
      correlationId: mails.correlationId,
      sentAt: mails.sentAt,
      createdAt: mails.createdAt,
    })
    .from(mails)
    .where(
      and(
        input.status ? eq(mails.status, input.status) : undefined,
        input.template ? eq(mails.template, input.template) : undefined,
        input.recipient ? sql`lower(${mails.recipient}) = ${input.recipient.toLowerCase()}` : undefined,
        before(input.cursor),
      ),
    )
    .orderBy(desc(mails.createdAt), desc(mails.id))
    .limit(input.limit + 1);
  return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id]);
}

function before(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [createdAt, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${mails.createdAt}, ${mails.id}) < (${createdAt}::timestamptz, ${id})`;
}
