import { tables, withTransaction } from "@stoa/db";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { TaxRateNotFound } from "./errors.ts";
import { type TaxRate, taxRate, type UpsertTaxRateInput } from "./schemas.ts";

const { taxRates } = tables;

/** Where the country is not known or not listed: no tax is asked, and the order says so. */
const UNTAXED: TaxRate = { country: "ZZ", name: "No tax", rateBps: 0, mode: "inclusive" };

/** The tax that a buyer of a country pays. Read from the table itself: a price is never made from a copy. */
export async function taxFor(ctx: Pick<Context, "db">, country: string | null): Promise<TaxRate> {
  if (country === null) return UNTAXED;
  const [rate] = await ctx.db
    .select()
    .from(taxRates)
    .where(and(eq(taxRates.country, country), inForce()));
  return rate ? taxRate.parse(rate) : { ...UNTAXED, country };
}

export async function listTaxRates(ctx: Context): Promise<TaxRate[]> {
  const rows = await ctx.db.select().from(taxRates).where(inForce()).orderBy(asc(taxRates.country));
  return rows.map((row) => taxRate.parse(row));
}

/** Sets the rate of a country for the orders to come; orders keep the rate they were made with. */
export async function upsertTaxRate(ctx: Context, input: UpsertTaxRateInput): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [before] = await tx.db.select().from(taxRates).where(eq(taxRates.country, input.country)).for("update");
    await tx.db
      .insert(taxRates)
      .values(input)
      .onConflictDoUpdate({
        target: taxRates.country,
        set: { ...input, active: true, deletedAt: null, updatedAt: sql`now()` },
      });
    await recordAudit(tx, {
      action: "settings.upsert_tax_rate",
      subjectKind: "tax_rate",
      subjectId: input.country,
      ...(before ? { before: taxRate.parse(before) } : {}),
      after: input,
    });
  });
}

/** Ends a rate; it can be set again. Throws `TaxRateNotFound`. */
export async function removeTaxRate(ctx: Context, country: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [removed] = await tx.db
      .update(taxRates)
      .set({ active: false, deletedAt: sql`now()`, updatedAt: sql`now()` })
      .where(and(eq(taxRates.country, country), inForce()))
      .returning();
    if (!removed) throw new TaxRateNotFound(country);
    await recordAudit(tx, {
      action: "settings.remove_tax_rate",
      subjectKind: "tax_rate",
      subjectId: country,
      before: taxRate.parse(removed),
    });
  });
}

function inForce() {
  return and(eq(taxRates.active, true), isNull(taxRates.deletedAt));
}
