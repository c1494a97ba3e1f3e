import { tables } from "@stoa/db";
import { type Currency, decodeCursor, found, money, normaliseEmail, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { affiliateLink } from "./affiliate.ts";
import { AffiliateNotFound } from "./errors.ts";
import { readDashboard } from "./read-dashboard.ts";
import { readFraudSignals } from "./read-fraud-signals.ts";
import type { AffiliateDetail, AffiliateRow, ListAffiliatesInput } from "./schemas.ts";

const { affiliates, users } = tables;

const columns = {
  affiliate: affiliates,
  name: users.name,
  email: users.email,
  clicks: sql<number>`coalesce((select sum(d.clicks) from affiliate_days d where d.affiliate_id = "affiliates"."id"), 0)::int`,
  conversions: sql<number>`coalesce((select sum(d.conversions) from affiliate_days d where d.affiliate_id = "affiliates"."id"), 0)::int`,
  earned: sql<
    { currency: Currency; minor: number }[]
  >`coalesce((select jsonb_agg(jsonb_build_object('currency', e.currency, 'minor', e.minor) order by e.currency)
    from (select currency, sum(earned_minor - clawed_back_minor) as minor from affiliate_earning_days
      where affiliate_id = "affiliates"."id" group by currency) e), '[]'::jsonb)`,
};

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

/** All affiliates for staff, the newest first, with their figures as the worker last added them up. */
export async function listAffiliates(ctx: Context, input: ListAffiliatesInput): Promise<Page<AffiliateRow>> {
  const filters = [
    input.status ? eq(affiliates.status, input.status) : undefined,
    input.q ? matching(input.q) : undefined,
  ];
  const rows = await rowsOf(ctx, and(...filters, after(input.cursor)), input.limit + 1);
  const page = toPage(rows, input.limit, ({ affiliate }) => [affiliate.createdAt.toISOString(), affiliate.id]);
  return { items: page.items.map(toRow), nextCursor: page.nextCursor };
}

/** One affiliate for staff, with what may be wrong about them. Throws `AffiliateNotFound`. */
export async function getAffiliate(
  ctx: Context,
  { affiliateId, days }: { affiliateId: string; days: number },
): Promise<AffiliateDetail> {
  const [first] = await rowsOf(ctx, eq(affiliates.id, affiliateId), 1);
  const row = found(first, () => new AffiliateNotFound(affiliateId));
  const { code, suspendedReason, termsVersion, termsAcceptedAt, payoutAccountId } = row.affiliate;
  return {
    ...toRow(row),
    link: affiliateLink(ctx, code),
    suspendedReason,
    termsVersion,
    termsAcceptedAt,
    payoutAccountId,
    stats: await readDashboard(ctx, { affiliateId, days }),
    signals: await readFraudSignals(ctx, row.affiliate),
  };
}

function rowsOf(ctx: Context, where: SQL | undefined, limit: number) {
  return ctx.db
    .select(columns)
    .from(affiliates)
    .innerJoin(users, eq(users.id, affiliates.userId))
    .where(where)
    .orderBy(desc(affiliates.createdAt), desc(affiliates.id))
    .limit(limit);
}

function toRow({ affiliate, earned, ...row }: Row): AffiliateRow {
  const { id, userId, code, status, createdAt } = affiliate;
  return {
    ...row,
    id,
    userId,
    code,
    status,
    earned: earned.map(({ currency, minor }) => money(minor, currency)),
    joinedAt: createdAt,
  };
}

/** Each kind of term has an index of its own. */
function matching(q: string): SQL {
  if (q.startsWith("aff_")) return eq(affiliates.id, q);
  if (q.includes("@")) return eq(users.emailNormalised, normaliseEmail(q));
  return eq(affiliates.code, q.toLowerCase());
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [at, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${affiliates.createdAt}, ${affiliates.id}) < (${at}::timestamptz, ${id})`;
}
