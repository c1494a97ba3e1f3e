import { tables } from "@stoa/db";
import { decodeCursor, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, gte, like, lt, type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { type AuditRow, auditRow, type SearchAuditInput } from "./schemas.ts";

const { auditEntries, users } = tables;

/** Who changed what, the latest first. */
export async function searchAudit(
  ctx: Context,
  { cursor, limit, ...filters }: SearchAuditInput,
): Promise<Page<AuditRow>> {
  const rows = await ctx.db
    .select({ entry: auditEntries, actorName: users.name })
    .from(auditEntries)
    .leftJoin(users, and(eq(auditEntries.actorKind, "user"), eq(users.id, auditEntries.actorId)))
    .where(and(matching(filters), before(cursor)))
    .orderBy(desc(auditEntries.createdAt), desc(auditEntries.id))
    .limit(limit + 1);
  const found = rows.map(({ entry, actorName }) => auditRow.parse({ ...entry, actorName }));
  return toPage(found, limit, (row) => [row.createdAt.toISOString(), row.id]);
}

function matching(filters: Omit<SearchAuditInput, "cursor" | "limit">): SQL | undefined {
  const { actorId, actorKind, action, subjectKind, subjectId, correlationId, from, until } = filters;
  return and(
    actorId ? eq(auditEntries.actorId, actorId) : undefined,
    actorKind ? eq(auditEntries.actorKind, actorKind) : undefined,
    action ? ofAction(action) : undefined,
    subjectKind ? eq(auditEntries.subjectKind, subjectKind) : undefined,
    subjectId ? eq(auditEntries.subjectId, subjectId) : undefined,
    correlationId ? eq(auditEntries.correlationId, correlationId) : undefined,
    from ? gte(auditEntries.createdAt, from) : undefined,
    until ? lt(auditEntries.createdAt, until) : undefined,
  );
}

/** A whole action, or every action of a domain. */
function ofAction(action: string): SQL {
  const whole = /\.[a-z]/.test(action);
  return whole
    ? eq(auditEntries.action, action)
    : like(auditEntries.action, `${action.replace(".", "").replaceAll("_", "\\_")}.%`);
}

function before(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [createdAt, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${auditEntries.createdAt}, ${auditEntries.id}) < (${createdAt}::timestamptz, ${id})`;
}
