import { tables } from "@stoa/db";
import { type Currency, decodeCursor, money, type Page, toPage } from "@stoa/kit";
import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { ListReferralsInput, ReferralRow, Term } from "./schemas.ts";

const { affiliateReferrals, affiliateTerms, affiliates, courses, orders } = tables;

/** What one page of rates holds; a programme with more of them has too many. */
const TERMS_MAX = 500;

/** Referrals for staff, the newest first; those that wait for a person, by `status: "held"`. */
export async function listReferrals(ctx: Context, input: ListReferralsInput): Promise<Page<ReferralRow>> {
  const rows = await ctx.db
    .select({
      referral: affiliateReferrals,
      affiliateCode: affiliates.code,
      buyerEmail: orders.email,
      commission: sql<{
        currency: Currency;
        minor: number;
      } | null>`(select jsonb_build_object('currency', min(c.currency), 'minor', sum(c.remaining_minor))
        from affiliate_commissions c where c.referral_id = "affiliate_referrals"."id" having count(*) > 0)`,
    })
    .from(affiliateReferrals)
    .innerJoin(affiliates, eq(affiliates.id, affiliateReferrals.affiliateId))
    .innerJoin(orders, eq(orders.id, affiliateReferrals.orderId))
    .where(
      and(
        input.affiliateId ? eq(affiliateReferrals.affiliateId, input.affiliateId) : undefined,
        input.status ? eq(affiliateReferrals.status, input.status) : undefined,
        after(input.cursor),
      ),
    )
    .orderBy(desc(affiliateReferrals.createdAt), desc(affiliateReferrals.id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, ({ referral }) => [referral.createdAt.toISOString(), referral.id]);
  return { items: page.items.map(toRow), nextCursor: page.nextCursor };
}

function toRow(row: {
  referral: typeof affiliateReferrals.$inferSelect;
  affiliateCode: string;
  buyerEmail: string;
  commission: { currency: Currency; minor: number } | null;
}): ReferralRow {
  const { id, orderId, affiliateId, status, signals, model, windowDays, touchedAt, createdAt, convertedAt } =
    row.referral;
  return {
    id,
    orderId,
    affiliateId,
    affiliateCode: row.affiliateCode,
    buyerEmail: row.buyerEmail,
    status,
    signals,
    model,
    windowDays,
    touchedAt,
    placedAt: createdAt,
    convertedAt,
    commission: row.commission && money(row.commission.minor, row.commission.currency),
  };
}

function after(cursor: string | undefined) {
  if (!cursor) return undefined;
  const [at, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${affiliateReferrals.createdAt}, ${affiliateReferrals.id}) < (${at}::timestamptz, ${id})`;
}

/** The rates agreed with an affiliate, or, of no affiliate, those of courses for all. */
export function listTerms(ctx: Context, affiliateId: string | null): Promise<Term[]> {
  return ctx.db
    .select({
      id: affiliateTerms.id,
      affiliateId: affiliateTerms.affiliateId,
      courseId: affiliateTerms.courseId,
      courseTitle: courses.title,
      rateBps: affiliateTerms.rateBps,
    })
    .from(affiliateTerms)
    .leftJoin(courses, eq(courses.id, affiliateTerms.courseId))
    .where(affiliateId === null ? isNull(affiliateTerms.affiliateId) : eq(affiliateTerms.affiliateId, affiliateId))
    .orderBy(asc(affiliateTerms.createdAt), asc(affiliateTerms.id))
    .limit(TERMS_MAX);
}
