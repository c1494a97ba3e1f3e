import { tables } from "@stoa/db";
import { addMs, DAY_MS } from "@stoa/kit";
import { type Gateway, GatewayNotFound } from "@stoa/payments";
import { and, asc, eq, gte, lt, notExists, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { lineOfPayment, type StatementLine, statementBegin, type Window } from "./read-statement.ts";

const { gatewayFees, payments } = tables;

/** As long as money may have been on its way. */
const ON_ITS_WAY_MS = 60 * DAY_MS;
/** Asked for one by one; the others are in the next run, which looks back as far. */
const ASKED_MAX = 200;

/**
 * Payments that succeeded here when their own day had been compared: money that was on its way for days, a message that
 * was late, a finding that was taken over. No statement of a later day lists them, so they are asked for by id, for what
 * the gateway kept of them.
 */
export async function readLatePayments(ctx: Context, gateway: Gateway, window: Window): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  for (const id of await lateWithoutFee(ctx, gateway, window)) {
    try {
      lines.push(lineOfPayment(await gateway.retrievePayment(id, { correlationId: ctx.correlationId })));
    } catch (error) {
      if (!(error instanceof GatewayNotFound)) throw error;
    }
  }
  return lines;
}

async function lateWithoutFee(ctx: Context, gateway: Gateway, window: Window): Promise<string[]> {
  const begin = statementBegin(gateway, window);
  const booked = ctx.db.select({ one: sql`1` }).from(gatewayFees).where(eq(gatewayFees.paymentId, payments.id));
  const rows = await ctx.db
    .select({ id: payments.gatewayPaymentId })
    .from(payments)
    .where(
      and(
        eq(payments.gateway, gateway.name),
        eq(payments.status, "succeeded"),
        lt(payments.occurredAt, begin),
        gte(payments.occurredAt, addMs(begin, -ON_ITS_WAY_MS)),
        gte(payments.updatedAt, begin),
        notExists(booked),
      ),
    )
    .orderBy(asc(payments.occurredAt), asc(payments.id))
    .limit(ASKED_MAX);
  return rows.map(({ id }) => id);
}
