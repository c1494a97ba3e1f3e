import { tables } from "@stoa/db";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import type { Payment } from "./record-payment.ts";

const { refunds, disputes, inboxEvents } = tables;

/**
 * Why the money of a payment may not stay here, as the rest of a sentence, or null: a refund, a dispute that is not won,
 * or a message about it that has had no effect yet and may tell of either. The caller holds the order.
 */
export async function findClaim(ctx: TxContext, payment: Payment): Promise<string | null> {
  const [refund] = await ctx.db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.paymentId, payment.id), inArray(refunds.status, ["requested", "pending", "succeeded"])))
    .limit(1);
  if (refund || payment.refundedMinor > 0) return "some of it has been given back, or is on its way";
  const [dispute] = await ctx.db
    .select({ id: disputes.id })
    .from(disputes)
    .where(and(eq(disputes.paymentId, payment.id), inArray(disputes.status, ["open", "lost"])))
    .limit(1);
  if (dispute) return "it is disputed";
  const [event] = await ctx.db
    .select({ id: inboxEvents.eventId })
    .from(inboxEvents)
    .where(
      and(
        eq(inboxEvents.gateway, payment.gateway),
        isNull(inboxEvents.handledAt),
        sql`position(convert_to(${payment.gatewayPaymentId}, 'UTF8') in ${inboxEvents.body}) > 0`,
      ),
    )
    .limit(1);
  return event ? "a message of the gateway about it has not been handled" : null;
}
