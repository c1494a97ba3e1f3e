import { withTransaction } from "@stoa/db";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { type CsvAnswer, toCsv } from "../platform/csv.ts";
import { entriesOf } from "./queries.ts";
import type { AuditFilters } from "./schemas.ts";

/** What one answer can hold; more is exported by narrower filters. */
export const EXPORT_ROWS_MAX = 5_000;

const COLUMNS = [
  "createdAt",
  "actorKind",
  "actorId",
  "actorName",
  "action",
  "subjectKind",
  "subjectId",
  "before",
  "after",
  "ip",
  "userAgent",
  "correlationId",
  "id",
] as const;

/** The entries of a filter as CSV. Taking a copy away is itself written down. */
export async function exportAudit(ctx: Context, filters: AuditFilters): Promise<CsvAnswer> {
  return withTransaction(ctx, async (tx) => {
    const rows = await entriesOf(tx, filters, EXPORT_ROWS_MAX + 1);
    const kept = rows.slice(0, EXPORT_ROWS_MAX);
    await recordAudit(tx, {
      action: "audit.export",
      subjectKind: "audit",
      subjectId: "entries",
      after: { filters, rows: kept.length },
    });
    return {
      filename: `stoa-audit-${ctx.clock.now().toISOString().slice(0, 10)}.csv`,
      csv: toCsv(COLUMNS, kept),
      complete: rows.length <= EXPORT_ROWS_MAX,
    };
  });
}
