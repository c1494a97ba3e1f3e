import { tables } from "@stoa/db";
import { type Currency, decodeCursor, money, type Page, toPage } from "@stoa/kit";
import { and, asc, desc, eq, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { ownAffiliate } from "./affiliate.ts";
import type { OwnReferral } from "./schemas.ts";

const { affiliateCommissions, affiliateReferrals, orderLines } = tables;

/** The paid orders that the signed-in affiliate brought, the newest first; nothing in them tells who bought. */
export async function listOwnReferrals(
  ctx: Context & { actor: UserActor },
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<OwnReferral>> {
  const affiliate = await ownAffiliate(ctx);
  const rows = await ctx.db
    .select()
    .from(affiliateReferrals)
    .where(
      and(
        eq(affiliateReferrals.affiliateId, affiliate.id),
        isNotNull(affiliateReferrals.convertedAt),
        ne(affiliateReferrals.status, "refused"),
        after(input.cursor),
      ),
    )
    .orderBy(desc(affiliateReferrals.createdAt), desc(affiliateReferrals.id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id]);
  const commissions = await commissionsOf(
    ctx,
    page.items.map(({ id }) => id),
  );
  return {
    items: page.items.map(({ id, status, createdAt, convertedAt }) => ({
      id,
      status,
      placedAt: createdAt,
      convertedAt,
      commissions: commissions.filter(({ referralId }) => referralId === id).map(({ view }) => view),
    })),
    nextCursor: page.nextCursor,
  };
}

function after(cursor: string | undefined) {
  if (!cursor) return undefined;
  const [at, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${affiliateReferrals.createdAt}, ${affiliateReferrals.id}) < (${at}::timestamptz, ${id})`;
}

/** Commissions of many referrals in one statement. */
async function commissionsOf(ctx: Context, referralIds: readonly string[]) {
  if (referralIds.length === 0) return [];
  const rows = await ctx.db
    .select({ commission: affiliateCommissions, title: orderLines.title })
    .from(affiliateCommissions)
    .innerJoin(orderLines, eq(orderLines.id, affiliateCommissions.orderLineId))
    .where(inArray(affiliateCommissions.referralId, [...referralIds]))
    .orderBy(asc(affiliateCommissions.referralId), asc(orderLines.position));
  return rows.map(({ commission, title }) => {
    const of = (minor: number) => money(minor, commission.currency as Currency);
    return {
      referralId: commission.referralId,
      view: {
        title,
        rateBps: commission.rateBps,
        net: of(commission.netMinor),
        earned: of(commission.amountMinor),
        remaining: of(commission.remainingMinor),
        availableAt: commission.availableAt,
        frozen: commission.freezeHoldId !== null,
      },
    };
  });
}
