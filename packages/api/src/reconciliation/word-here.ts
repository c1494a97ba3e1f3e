import { tables } from "@stoa/db";
import { unreachable } from "@stoa/kit";
import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Context } from "../platform/context.ts";
import type { Word } from "./compare-statement.ts";
import { DISPUTE_STATE_HERE } from "./dispute-state.ts";

const { payments, refunds } = tables;
const disputes = alias(tables.disputes, "d");

type Subject = Pick<typeof tables.reconciliationFindings.$inferSelect, "gateway" | "subject" | "gatewayRef">;

/** What the books say of one thing at this moment; null when they know no such thing. */
export async function wordHere(ctx: Context, subject: Subject): Promise<Word | null> {
  const [row] = await rowsHere(ctx, subject);
  return row ?? null;
}

async function rowsHere({ db }: Context, { gateway, subject, gatewayRef }: Subject): Promise<Word[]> {
  switch (subject) {
    case "payment":
      return db
        .select()
        .from(payments)
        .where(and(eq(payments.gateway, gateway), eq(payments.gatewayPaymentId, gatewayRef)));
    case "refund":
      return db
        .select()
        .from(refunds)
        .where(and(eq(refunds.gateway, gateway), eq(refunds.gatewayRefundId, gatewayRef)));
    case "dispute":
      return db
        .select({ status: DISPUTE_STATE_HERE, amountMinor: disputes.amountMinor, currency: disputes.currency })
        .from(disputes)
        .where(and(eq(disputes.gateway, gateway), eq(disputes.gatewayDisputeId, gatewayRef)));
    default:
      return unreachable(subject, "subject of a finding");
  }
}
