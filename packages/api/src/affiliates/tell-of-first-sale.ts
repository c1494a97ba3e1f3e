import { tables } from "@stoa/db";
import { type Currency, money } from "@stoa/kit";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";

const { affiliateCommissions, affiliates, users } = tables;

/** Writes to an affiliate when the first commission is theirs: once, whatever follows. */
export async function tellOfFirstSale(ctx: TxContext, affiliateId: string): Promise<void> {
  const [first] = await ctx.db
    .select({ commission: affiliateCommissions, user: users })
    .from(affiliateCommissions)
    .innerJoin(affiliates, eq(affiliates.id, affiliateCommissions.affiliateId))
    .innerJoin(users, eq(users.id, affiliates.userId))
    .where(and(eq(affiliateCommissions.affiliateId, affiliateId), isNotNull(affiliateCommissions.postedAt)))
    .orderBy(asc(affiliateCommissions.createdAt), asc(affiliateCommissions.id))
    .limit(1);
  if (!first) return;
  const { commission, user } = first;
  await queueMail(ctx, {
    template: "affiliate-first-sale",
    to: user.email,
    locale: user.locale,
    userId: user.id,
    data: {
      name: user.name,
      commission: money(commission.amountMinor, commission.currency as Currency),
      availableAt: commission.availableAt.toISOString(),
      timeZone: user.timeZone,
      dashboardUrl: new URL("/affiliate", ctx.services.env.WEB_URL).href,
    },
    dedupeKey: `affiliate-first-sale:${affiliateId}`,
  });
}
