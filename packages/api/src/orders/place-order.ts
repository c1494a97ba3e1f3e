import { tables } from "@stoa/db";
import { type Currency, newId, newSecret, normaliseEmail } from "@stoa/kit";
import type { GatewayName } from "@stoa/payments";
import { sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { sha256 } from "../platform/secrets.ts";

const { orders, orderLines } = tables;

export interface PricedLine {
  kind: (typeof tables.productKindEnum.enumValues)[number];
  subjectId: string;
  title: string;
  quantity: number;
  unitMinor: number;
  discountMinor: number;
  taxMinor: number;
  totalMinor: number;
}

export interface PricedOrder {
  currency: Currency;
  lines: readonly PricedLine[];
  subtotalMinor: number;
  discountMinor: number;
  taxMinor: number;
  totalMinor: number;
  /** The coupon in the prices, and its code; null when there is none. */
  coupon: { id: string; code: string } | null;
  tax: { country: string; name: string; rateBps: number; mode: "inclusive" | "exclusive" };
}

export interface NewOrder {
  priced: PricedOrder;
  userId: string | null;
  email: string;
  locale: string;
  gateway: GatewayName | null;
  expiresAt: Date;
}

/**
 * Writes a pending order and its lines as they were priced. The token, with which a guest reads this one order, is
 * given once and stored only as a hash.
 */
export async function placeOrder(ctx: TxContext, order: NewOrder): Promise<{ orderId: string; orderToken: string }> {
  const { priced } = order;
  const orderId = newId("order", ctx.clock.now().getTime());
  const orderToken = newSecret();
  await ctx.db.insert(orders).values({
    id: orderId,
    userId: order.userId,
    email: order.email,
    emailNormalised: normaliseEmail(order.email),
    locale: order.locale,
    tokenHash: sha256(orderToken),
    currency: priced.currency,
    subtotalMinor: priced.subtotalMinor,
    discountMinor: priced.discountMinor,
    taxMinor: priced.taxMinor,
    totalMinor: priced.totalMinor,
    taxCountry: priced.tax.country,
    taxName: priced.tax.name,
    taxRateBps: priced.tax.rateBps,
    taxMode: priced.tax.mode,
    couponId: priced.coupon?.id ?? null,
    couponCode: priced.coupon?.code ?? null,
    gateway: order.gateway,
    expiresAt: byTheDatabase(ctx, order.expiresAt),
    correlationId: ctx.correlationId,
  });
  await ctx.db.insert(orderLines).values(
    priced.lines.map((line, position) => ({
      id: newId("orderLine", ctx.clock.now().getTime()),
      orderId,
      position,
      currency: priced.currency,
      ...line,
    })),
  );
  await recordAudit(ctx, {
    action: "orders.place",
    subjectKind: "order",
    subjectId: orderId,
    after: { status: "pending", totalMinor: priced.totalMinor, currency: priced.currency, lines: priced.lines.length },
  });
  return { orderId, orderToken };
}

/** As long from now as the caller means, by the clock that will decide whether it is over: this process's may be wrong. */
function byTheDatabase(ctx: TxContext, moment: Date) {
  return sql`now() + ${moment.getTime() - ctx.clock.now().getTime()} * interval '1 millisecond'`;
}
