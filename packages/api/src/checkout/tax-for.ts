import { tables } from "@stoa/db";
import { and, eq, isNull } from "drizzle-orm";
import type { PricedOrder } from "../orders/index.ts";
import type { Context } from "../platform/context.ts";

export type TaxRule = PricedOrder["tax"];

/** Where the country is not known or not listed: no tax is asked, and the order says so. */
const UNTAXED: TaxRule = { country: "ZZ", name: "No tax", rateBps: 0, mode: "inclusive" };

/** The tax that a buyer of a country pays. */
export async function taxFor(ctx: Pick<Context, "db">, country: string | null): Promise<TaxRule> {
  const { taxRates } = tables;
  if (country === null) return UNTAXED;
  const [rate] = await ctx.db
    .select({ country: taxRates.country, name: taxRates.name, rateBps: taxRates.rateBps, mode: taxRates.mode })
    .from(taxRates)
    .where(and(eq(taxRates.country, country), eq(taxRates.active, true), isNull(taxRates.deletedAt)));
  return rate ?? { ...UNTAXED, country };
}
