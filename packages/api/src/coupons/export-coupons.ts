import { withTransaction } from "@stoa/db";
import { decimalString } from "@stoa/kit";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { type CsvAnswer, toCsv } from "../platform/csv.ts";
import { couponsOf } from "./queries.ts";
import type { CouponFilters } from "./schemas.ts";

/** What one file can hold; more is exported by narrower filters. */
const EXPORT_ROWS_MAX = 5_000;

const COLUMNS = [
  "code",
  "label",
  "status",
  "discount",
  "percent",
  "amount",
  "currency",
  "scope",
  "courseTitles",
  "instructorName",
  "maxRedemptions",
  "perPerson",
  "reserved",
  "consumed",
  "startsAt",
  "endsAt",
  "createdAt",
  "id",
] as const;

/** The coupons of a filter as CSV. A code is worth money, so taking a copy away is itself written down. */
export async function exportCoupons(ctx: Context, filters: CouponFilters): Promise<CsvAnswer> {
  return withTransaction(ctx, async (tx) => {
    const rows = await couponsOf(tx, filters, EXPORT_ROWS_MAX + 1);
    const kept = rows.slice(0, EXPORT_ROWS_MAX);
    await recordAudit(tx, {
      action: "coupons.export",
      subjectKind: "coupon",
      subjectId: "all",
      after: { filters, rows: kept.length },
    });
    const lines = kept.map(({ amount, rateBps, courseTitles, ...coupon }) => ({
      ...coupon,
      percent: rateBps === null ? null : rateBps / 100,
      amount: amount && decimalString(amount),
      currency: amount?.currency,
      courseTitles: courseTitles.join("; "),
    }));
    return {
      filename: `stoa-coupons-${ctx.clock.now().toISOString().slice(0, 10)}.csv`,
      csv: toCsv(COLUMNS, lines),
      complete: rows.length <= EXPORT_ROWS_MAX,
    };
  });
}
