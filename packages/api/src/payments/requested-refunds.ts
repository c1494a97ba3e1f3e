import { tables } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import type { Payment } from "./record-payment.ts";
import type { Refund } from "./refund-rows.ts";

const { refunds } = tables;

/** Writes a refund that the gateway is going to be asked for. The caller holds the payment. */
export async function writeRequestedRefund(
  ctx: TxContext,
  payment: Payment,
  ask: { amountMinor: number; lineIds: readonly string[] | null; note: string },
): Promise<Refund> {
  const rows = await ctx.db
    .insert(refunds)
    .values({
      id: newId("refund", ctx.clock.now().getTime()),
      paymentId: payment.id,
      orderId: payment.orderId,
      gateway: payment.gateway,
      status: "requested",
      amountMinor: ask.amountMinor,
      currency: payment.currency,
      lineIds: ask.lineIds === null ? null : [...ask.lineIds],
      requestedBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
      note: ask.note,
    })
    .returning();
  return only(rows, "refund");
}

/** Refunds of a payment that are asked for or on their way: their money is spoken for. The caller holds the order. */
export function openRefundsOf(ctx: TxContext, payment: Payment): Promise<Pick<Refund, "amountMinor" | "lineIds">[]> {
  return ctx.db
    .select({ amountMinor: refunds.amountMinor, lineIds: refunds.lineIds })
    .from(refunds)
    .where(
      and(
        eq(refunds.paymentId, payment.id),
        eq(refunds.currency, payment.currency),
        inArray(refunds.status, ["requested", "pending"]),
      ),
    );
}

/**
 * Takes a requested refund for sending, in a commit of its own before the gateway is asked: from then on nobody calls it
 * off, and a later run knows that it may have been sent.
 */
export async function claimRefund(
  ctx: Pick<Context, "db">,
  id: string,
): Promise<"first" | "sent_before" | "called_off"> {
  const claimed = await ctx.db
    .update(refunds)
    .set({ sentAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(refunds.id, id), eq(refunds.status, "requested"), isNull(refunds.sentAt)))
    .returning({ id: refunds.id });
  if (claimed.length > 0) return "first";
  const touched = await ctx.db
    .update(refunds)
    .set({ updatedAt: sql`now()` })
    .where(and(eq(refunds.id, id), eq(refunds.status, "requested")))
    .returning({ id: refunds.id });
  return touched.length > 0 ? "sent_before" : "called_off";
}

/** Calls off a refund that was not sent. False when it was, or is no request any more. */
export async function callOffRefund(ctx: TxContext, id: string): Promise<boolean> {
  const rows = await ctx.db
    .update(refunds)
    .set({ status: "cancelled", updatedAt: sql`now()` })
    .where(and(eq(refunds.id, id), eq(refunds.status, "requested"), isNull(refunds.sentAt)))
    .returning({ id: refunds.id });
  return rows.length > 0;
}

/** Ends a request that came to nothing. False when the gateway has been heard of it meanwhile. */
export async function endRequestedRefund(
  ctx: TxContext,
  id: string,
  end: { status: "failed"; reason: string },
): Promise<boolean> {
  const rows = await ctx.db
    .update(refunds)
    .set({ ...end, updatedAt: sql`now()` })
    .where(and(eq(refunds.id, id), eq(refunds.status, "requested")))
    .returning({ id: refunds.id });
  return rows.length > 0;
}

const STALE_MAX = 500;

/** Refunds that stand still with no job to bring them on; `late` when one was asked for over an hour ago. */
export async function staleRefunds(
  ctx: TxContext,
  job: string,
): Promise<{ id: string; orderId: string | null; late: boolean }[]> {
  const rows = await ctx.db.execute<{ id: string; order_id: string | null; late: boolean }>(sql`
    select r.id, r.order_id, r.status = 'requested' and r.created_at < now() - interval '1 hour' as late from refunds r
    where (r.status = 'requested' and r.updated_at < now() - interval '5 minutes'
        or r.status = 'pending' and r.updated_at < now() - interval '1 hour')
      and not exists (select from outbox o where o.job = ${job} and o.done_at is null and o.dead_at is null
        and o.payload = jsonb_build_object('refundId', r.id))
    order by r.updated_at limit ${STALE_MAX}`);
  return rows.map(({ id, order_id: orderId, late }) => ({ id, orderId, late }));
}
