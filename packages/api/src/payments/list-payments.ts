import { tables } from "@stoa/db";
import { type Currency, money } from "@stoa/kit";
import { asc, eq } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { PaymentsOfOrder } from "./schemas.ts";

const { payments, refunds, disputes } = tables;

/** Money that came and went for one order, as the gateways tell it. */
export async function paymentsOfOrder(ctx: Context, orderId: string): Promise<PaymentsOfOrder> {
  const [paid, refunded, disputed] = await Promise.all([
    ctx.db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.createdAt)),
    ctx.db.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(asc(refunds.createdAt)),
    ctx.db.select().from(disputes).where(eq(disputes.orderId, orderId)).orderBy(asc(disputes.createdAt)),
  ]);
  const moved = <R extends { amountMinor: number; currency: string }>({ amountMinor, currency, ...row }: R) => ({
    ...row,
    amount: money(amountMinor, currency as Currency),
  });
  return {
    payments: paid.map((row) => ({ ...moved(row), refunded: money(row.refundedMinor, row.currency as Currency) })),
    refunds: refunded.map(moved),
    disputes: disputed.map(moved),
  };
}
