import { withTransaction } from "@stoa/db";
import type { TestDatabase } from "@stoa/db/testing/database";
import type { Money } from "@stoa/kit";
import type { DisputeSnapshot, GatewayName, RefundSnapshot } from "@stoa/payments";
import type { TxContext } from "../../platform/context.ts";
import { contextAs } from "../../testing/people.ts";
import { recordDispute } from "../record-dispute.ts";
import { recordRefund } from "../record-refund.ts";
import { settlePayment } from "../settle-payment.ts";
import type { Shop } from "./shop.ts";

export const eur = (amount: number) => ({ amount, currency: "EUR" as const });

export interface Told {
  /** A gateway's word that an order was paid, with this much; gives the gateway's name of the payment. */
  payment(orderId: string, amount: Money): Promise<{ paymentId: string; outcome: string }>;
  refund(paymentId: string, amount: Money, as?: Partial<RefundSnapshot>): Promise<{ orderId: string | null }>;
  /** Open and lost with the money withdrawn, won without, and no fee, unless told. */
  dispute(paymentId: string, amount: Money, as?: Partial<DisputeSnapshot>): Promise<{ orderId: string | null }>;
}

let last = 0;

/** Tells the shop what a gateway would, without one: for events in any order and of any amount. */
export function told(shop: Pick<Shop, "services">, by: GatewayName = "stripe"): Told {
  const ctx = () => contextAs(shop.services, { kind: "job", id: "test" });
  const inTransaction = <T>(act: (tx: TxContext) => Promise<T>) => withTransaction(ctx(), act);
  return {
    payment: async (orderId, amount) => {
      last += 1;
      const paymentId = `pi_told_${last}`;
      const { outcome } = await settlePayment(ctx(), {
        gateway: by,
        checkoutId: null,
        whenUnknown: "hold",
        payment: {
          paymentId,
          orderId,
          status: "succeeded",
          amount,
          amountRefunded: 0,
          occurredAt: new Date(),
          fee: null,
        },
      });
      return { paymentId, outcome };
    },
    refund: (paymentId, amount, as = {}) => {
      last += 1;
      const refund: RefundSnapshot = {
        refundId: `re_told_${last}`,
        paymentId,
        orderId: null,
        refundKey: null,
        status: "succeeded",
        amount,
        occurredAt: new Date(),
        reason: null,
        ...as,
      };
      return inTransaction((tx) => recordRefund(tx, by, refund));
    },
    dispute: (paymentId, amount, as = {}) => {
      last += 1;
      const { status = "needs_response" } = as;
      const dispute: DisputeSnapshot = {
        disputeId: `dp_told_${last}`,
        paymentId,
        orderId: null,
        status,
        amount,
        fee: null,
        fundsWithdrawn: status !== "won",
        reason: "fraudulent",
        respondBy: null,
        occurredAt: new Date(),
        ...as,
      };
      return inTransaction((tx) => recordDispute(tx, by, dispute));
    },
  };
}

/** What the books say of a payment with its refunds and disputes, by account: debits less credits, where not zero. */
export async function booksOf(database: TestDatabase, paymentId: string): Promise<Record<string, number>> {
  const rows = await database.sql<{ address: string; minor: number }[]>`
    with subjects as (
      select id from payments where gateway_payment_id = ${paymentId}
      union select r.id from refunds r join payments p on p.id = r.payment_id where p.gateway_payment_id = ${paymentId}
      union select d.id from disputes d join payments p on p.id = d.payment_id where p.gateway_payment_id = ${paymentId}
    ), mine as (
      select t.* from ledger_transfers t join ledger_entries e on e.id = t.entry_id join subjects s on s.id = e.subject
    )
    select address, sum(minor)::int as minor from (
      select debit_address as address, amount_minor as minor from mine
      union all select credit_address, -amount_minor from mine) m
    group by address having sum(minor) <> 0 order by address`;
  return Object.fromEntries(rows.map((row) => [row.address, row.minor]));
}

/** The review of a payment that is held, or was. */
export async function reviewOf(database: TestDatabase, paymentId: string): Promise<{ id: string; open: boolean }> {
  const [row] = await database.sql<{ id: string; open: boolean }[]>`
    select r.id, r.resolved_at is null as open from order_reviews r join payments p on r.dedupe_key = 'payment:' || p.id
    where p.gateway_payment_id = ${paymentId}`;
  if (!row) throw new Error(`no review of ${paymentId}`);
  return row;
}
