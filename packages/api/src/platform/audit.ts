import { type Database, insertRows, type Transaction, tables, writeBeforeCommit } from "@stoa/db";
import { newId } from "@stoa/kit";
import type { TxContext } from "./context.ts";

export interface AuditFact {
  /** `<domain>.<verb>`, as in `orders.settle_payment`. */
  action: string;
  subjectKind: string;
  subjectId: string;
  before?: Readonly<Record<string, unknown>>;
  after?: Readonly<Record<string, unknown>>;
}

type AuditRow = typeof tables.auditEntries.$inferInsert;

/** Writes who changed what, in the transaction of the change: without the entry, the change does not happen (P9). */
export async function recordAudit(ctx: TxContext, fact: AuditFact): Promise<void> {
  await writeBeforeCommit(ctx.db, writeAudit, {
    id: newId("audit", ctx.clock.now().getTime()),
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    ...fact,
    ip: ctx.request?.ip ?? null,
    userAgent: ctx.request?.userAgent ?? null,
    correlationId: ctx.correlationId,
  });
}

async function writeAudit(db: Database | Transaction, rows: readonly AuditRow[]): Promise<void> {
  await db.execute(insertRows(tables.auditEntries, rows));
}
