import type { Books } from "../books/open-books.ts";
import type {
  CheckoutRecord,
  DeliveryRecord,
  DisputeRecord,
  PaymentRecord,
  PayoutRecord,
  RefundRecord,
  SandboxState,
} from "../control/state.ts";
import { fromStripeAmount } from "./amounts.ts";
import { findAll } from "./object-store.ts";
import type { Charge, CheckoutSession, Dispute, PaymentIntent, Refund, Transfer } from "./objects.ts";

/** Stripe's books for `GET /control/state`. */
export async function stripeState(books: Books): Promise<Partial<SandboxState>> {
  const [sessions, intents, charges, refunds, disputes, transfers, deliveries] = await Promise.all([
    findAll(books, "checkout.session"),
    findAll(books, "payment_intent"),
    findAll(books, "charge"),
    findAll(books, "refund"),
    findAll(books, "dispute"),
    findAll(books, "transfer"),
    readDeliveries(books),
  ]);
  const chargeById = new Map(charges.map((charge) => [charge.id, charge]));
  const sessionByIntent = new Map(sessions.map((session) => [session.payment_intent, session]));
  const orderOf = (intentId: string) => sessionByIntent.get(intentId)?.client_reference_id ?? null;
  return {
    checkouts: sessions.map(checkoutRecord),
    payments: intents.map((intent) => {
      const session = sessionByIntent.get(intent.id);
      return paymentRecord(intent, session, chargeById.get(intent.latest_charge ?? ""));
    }),
    refunds: refunds.map((refund) => refundRecord(refund, orderOf(refund.payment_intent))),
    disputes: disputes.map(disputeRecord),
    payouts: transfers.map(payoutRecord),
    deliveries,
  };
}

async function readDeliveries(books: Books): Promise<DeliveryRecord[]> {
  return books<DeliveryRecord[]>`
    SELECT 'stripe' AS gateway, event_id AS "eventId", body ->> 'type' AS type, status, attempts,
      last_answer AS "lastAnswer"
    FROM stripe.delivery JOIN stripe.object ON id = event_id ORDER BY seq, copy`;
}

function checkoutRecord(session: CheckoutSession): CheckoutRecord {
  return {
    gateway: "stripe",
    id: session.id,
    orderId: session.client_reference_id,
    status: session.status,
    ...moneyOf(session.amount_total, session.currency),
    url: session.url,
  };
}

function paymentRecord(
  intent: PaymentIntent,
  session: CheckoutSession | undefined,
  charge: Charge | undefined,
): PaymentRecord {
  return {
    gateway: "stripe",
    id: intent.id,
    checkoutId: session?.id ?? null,
    orderId: session?.client_reference_id ?? null,
    status: intent.status,
    ...moneyOf(intent.status === "succeeded" ? intent.amount_received : intent.amount, intent.currency),
    amountRefunded: fromStripeAmount(charge?.amount_refunded ?? 0, intent.currency),
    createdAt: isoOf(intent.created),
  };
}

function refundRecord(refund: Refund, orderId: string | null): RefundRecord {
  return {
    gateway: "stripe",
    id: refund.id,
    paymentId: refund.payment_intent,
    orderId,
    status: refund.status,
    ...moneyOf(refund.amount, refund.currency),
    createdAt: isoOf(refund.created),
  };
}

function disputeRecord(dispute: Dispute): DisputeRecord {
  return {
    gateway: "stripe",
    id: dispute.id,
    paymentId: dispute.payment_intent,
    status: dispute.status,
    ...moneyOf(dispute.amount, dispute.currency),
    createdAt: isoOf(dispute.created),
  };
}

function payoutRecord(transfer: Transfer): PayoutRecord {
  return {
    gateway: "stripe",
    id: transfer.id,
    key: transfer.transfer_group,
    destination: transfer.destination,
    status: transfer.reversed ? "returned" : "success",
    ...moneyOf(transfer.amount, transfer.currency),
    createdAt: isoOf(transfer.created),
  };
}

function moneyOf(amount: number, currency: string): { amount: number; currency: string } {
  return { amount: fromStripeAmount(amount, currency), currency: currency.toUpperCase() };
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
