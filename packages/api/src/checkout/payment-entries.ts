import { tables } from "@stoa/db";
import { type AccountAddress, account } from "@stoa/ledger";
import { and, eq, inArray } from "drizzle-orm";
import type { Payment } from "../payments/index.ts";
import type { Context, TxContext } from "../platform/context.ts";

const { ledgerEntries, payments } = tables;

/** The events by which a payment becomes a sale. */
const SALE_KINDS = ["payment_settled", "held_payment_accepted"] as const;

/** How a payment came into the books as a sale, and from which account its money came. Null while it is held. */
export async function findEntryOfPayment(
  ctx: TxContext,
  payment: Payment,
): Promise<{ entryId: string; source: AccountAddress } | null> {
  const [row] = await ctx.db
    .select({ id: ledgerEntries.id, kind: ledgerEntries.kind })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.subject, payment.id), inArray(ledgerEntries.kind, [...SALE_KINDS])));
  if (!row) return null;
  const direct = row.kind === "payment_settled";
  return { entryId: row.id, source: direct ? account.gatewayClearing(payment.gateway) : account.reviewSuspense() };
}

/** The payment that made an order a sale, or null. */
export async function findPaymentOfSale(ctx: Pick<Context, "db">, orderId: string): Promise<Payment | null> {
  const [row] = await ctx.db
    .select({ payment: payments })
    .from(payments)
    .innerJoin(ledgerEntries, eq(ledgerEntries.subject, payments.id))
    .where(and(eq(payments.orderId, orderId), inArray(ledgerEntries.kind, [...SALE_KINDS])));
  return row?.payment ?? null;
}

/** Whether this event of this thing is in the books. */
export async function isPosted(ctx: TxContext, kind: string, subject: string): Promise<boolean> {
  return (await postedAt(ctx, kind, subject)) !== null;
}

/** When this event of this thing came into the books; null when it did not. */
export async function postedAt(ctx: TxContext, kind: string, subject: string): Promise<Date | null> {
  const [row] = await ctx.db
    .select({ recordedAt: ledgerEntries.recordedAt })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.subject, subject), eq(ledgerEntries.kind, kind)));
  return row?.recordedAt ?? null;
}
