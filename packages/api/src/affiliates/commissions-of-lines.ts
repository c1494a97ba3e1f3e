import { tables } from "@stoa/db";
import { asc, inArray } from "drizzle-orm";
import type { Context } from "../platform/context.ts";

const { affiliateCommissions } = tables;

/** A commission as it stands, for whoever foresees what a refund takes back of it; see `remainingOf`. */
export interface StandingCommission {
  lineId: string;
  affiliateId: string;
  netMinor: number;
  amountMinor: number;
  remainingMinor: number;
}

/** The commissions of some order lines. */
export function commissionsOfLines(
  ctx: Pick<Context, "db">,
  lineIds: readonly string[],
): Promise<StandingCommission[]> {
  const { orderLineId: lineId, affiliateId, netMinor, amountMinor, remainingMinor } = affiliateCommissions;
  return ctx.db
    .select({ lineId, affiliateId, netMinor, amountMinor, remainingMinor })
    .from(affiliateCommissions)
    .where(inArray(lineId, [...lineIds]))
    .orderBy(asc(affiliateCommissions.id));
}
