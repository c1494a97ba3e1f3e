import type { Books } from "../books/open-books.ts";
import type { DeliveryRecord, PayoutRecord, SandboxState } from "../control/state.ts";
import type { Deps } from "../part.ts";
import { minorOf, type PayPalMoney } from "./amounts.ts";
import { findAll } from "./object-store.ts";
import type { PayoutItem } from "./objects.ts";
import { findLiving } from "./orders.ts";
import { refundedOf } from "./refund-capture.ts";

/** PayPal's books for `GET /control/state`. */
export async function paypalState(deps: Deps): Promise<Partial<SandboxState>> {
  const { books } = deps;
  const orders = await findAll(books, "order");
  const captures = await findAll(books, "capture");
  const refunds = await findAll(books, "refund");
  const disputes = await findAll(books, "dispute");
  const captureOf = (id: string) => captures.find((capture) => capture.id === id);
  return {
    checkouts: await Promise.all(
      orders.map(async (order) => ({
        gateway: "paypal",
        id: order.id,
        orderId: order.purchase_units[0].custom_id ?? null,
        status: (await findLiving(books, deps, order.id)) === null ? "expired" : order.status,
        ...moneyOf(order.purchase_units[0].amount),
        url: order.status === "COMPLETED" ? null : `${deps.url()}/paypal/checkoutnow?token=${order.id}`,
      })),
    ),
    payments: await Promise.all(
      captures.map(async (capture) => ({
        gateway: "paypal",
        id: capture.id,
        checkoutId: capture.supplementary_data.related_ids.order_id,
        orderId: capture.custom_id ?? null,
        status: capture.status === "PENDING" ? "pending" : "succeeded",
        ...moneyOf(capture.amount),
        amountRefunded: await refundedOf(books, capture.id),
        createdAt: capture.create_time,
      })),
    ),
    refunds: refunds.map((refund) => {
      const paymentId =
        refund.links
          .find((link) => link.rel === "up")
          ?.href.split("/")
          .at(-1) ?? "";
      return {
        gateway: "paypal",
        id: refund.id,
        paymentId,
        orderId: captureOf(paymentId)?.custom_id ?? null,
        status: "succeeded",
        ...moneyOf(refund.amount),
        createdAt: refund.create_time,
      };
    }),
    disputes: disputes.map((dispute) => ({
      gateway: "paypal",
      id: dispute.dispute_id,
      paymentId: dispute.disputed_transactions[0].seller_transaction_id,
      status: dispute.dispute_outcome?.outcome_code ?? dispute.status,
      ...moneyOf(dispute.dispute_amount),
      createdAt: dispute.create_time,
    })),
    payouts: (await findAll(books, "payout_item")).map(payoutRecord),
    deliveries: await readDeliveries(books),
  };
}

async function readDeliveries(books: Books): Promise<DeliveryRecord[]> {
  return books<DeliveryRecord[]>`
    SELECT 'paypal' AS gateway, event_id AS "eventId", body ->> 'event_type' AS type, status, attempts,
      last_answer AS "lastAnswer"
    FROM paypal.delivery JOIN paypal.object ON id = event_id ORDER BY seq, copy`;
}

function payoutRecord(item: PayoutItem): PayoutRecord {
  const { currency, value } = item.payout_item.amount;
  return {
    gateway: "paypal",
    id: item.payout_batch_id,
    key: item.sender_batch_id,
    destination: item.payout_item.receiver,
    status: item.transaction_status.toLowerCase(),
    ...moneyOf({ currency_code: currency, value }),
    createdAt: item.time_processed,
  };
}

function moneyOf(amount: PayPalMoney): { amount: number; currency: string } {
  return { amount: minorOf(amount), currency: amount.currency_code };
}
