import { addMs, type Currency, type Money, share } from "@stoa/kit";
import type {
  CheckoutSnapshot,
  DisputeSnapshot,
  DisputeStatus,
  PaymentSnapshot,
  PaymentStatus,
  RefundSnapshot,
  RefundStatus,
} from "@stoa/payments";
import { GatewayLog } from "./gateway-log.ts";
import { PayoutBooks } from "./payout-books.ts";

/** What a gateway keeps for its work. */
const [FEE_BPS, FEE_FIXED] = [290, 30];

export interface GatewayTerms {
  /** The currency that its fees are kept in; null for that of each payment. */
  settlesIn: Currency | null;
  /** What it takes for a payout that arrives; 0 for nothing. */
  payoutFee: number;
}

const FREE_PAYOUTS: GatewayTerms = { settlesIn: null, payoutFee: 0 };

export interface Checkout {
  id: string;
  orderId: string;
  amount: Money;
  expiresAt: Date;
  status: CheckoutSnapshot["status"];
  payment: string | null;
}

/**
 * What a gateway knows, by its own records. Money moves here first; Stoa hears of it, or not. Every change is told by an
 * event, with the state of that moment.
 */
export class GatewayBooks extends GatewayLog {
  readonly checkouts = new Map<string, Checkout>();
  readonly payments = new Map<string, PaymentSnapshot>();
  readonly refunds = new Map<string, RefundSnapshot>();
  readonly disputes = new Map<string, DisputeSnapshot>();
  readonly payouts: PayoutBooks;
  private readonly terms: GatewayTerms;

  constructor(name: string, now: () => Date, terms = FREE_PAYOUTS) {
    super(name, now);
    this.terms = terms;
    this.payouts = new PayoutBooks(this, terms.payoutFee);
  }

  open(orderId: string, amount: Money, expiresAt: Date): Checkout {
    const checkout: Checkout = { id: this.newId("co"), orderId, amount, expiresAt, status: "open", payment: null };
    this.checkouts.set(checkout.id, checkout);
    return checkout;
  }

  /** Checkouts whose time is over; called whenever time has passed. */
  lapse(): void {
    for (const checkout of this.checkouts.values()) {
      if (checkout.status === "open" && checkout.expiresAt <= this.now()) this.expire(checkout);
    }
  }

  expire(checkout: Checkout): void {
    if (checkout.status !== "open") return;
    checkout.status = "expired";
    this.tell({ kind: "checkout_expired", checkoutId: checkout.id, orderId: checkout.orderId });
  }

  /** What the buyer does at the gateway's page. */
  buyerPays(checkout: Checkout, outcome: "succeeded" | "pending" | "failed", amount?: Money): void {
    this.pay(checkout, outcome, amount);
  }

  /** A try to pay. One that failed or waits may be followed by another; one that succeeded ends the checkout. */
  pay(checkout: Checkout, outcome: "succeeded" | "pending" | "failed", amount: Money = checkout.amount): void {
    const payment = this.takeMoney(checkout.orderId, outcome, amount);
    checkout.payment = payment.paymentId;
    if (outcome !== "failed") checkout.status = outcome === "succeeded" ? "paid" : "processing";
    this.tellPayment(payment, checkout.id);
  }

  /** A payment that belongs to no checkout: made twice by the gateway, or by hand. */
  takeMoney(orderId: string | null, status: PaymentStatus, amount: Money): PaymentSnapshot {
    const paymentId = this.newId("pm");
    const fee = status === "succeeded" ? this.feeOn(amount) : null;
    const payment = { paymentId, orderId, status, amount, amountRefunded: 0, occurredAt: this.now(), fee };
    this.payments.set(paymentId, payment);
    return payment;
  }

  /** Kept of a payment that comes, whatever goes back of it later. */
  private feeOn({ amount, currency }: Money): Money {
    return { amount: share(amount, FEE_BPS) + FEE_FIXED, currency: this.terms.settlesIn ?? currency };
  }

  /** The money that was on its way has come, or will not. */
  endProcessing(checkout: Checkout, outcome: "succeeded" | "failed"): void {
    const payment = checkout.payment === null ? undefined : this.payments.get(checkout.payment);
    if (!payment) return;
    const fee = outcome === "succeeded" ? this.feeOn(payment.amount) : null;
    const ended: PaymentSnapshot = { ...payment, status: outcome, occurredAt: this.now(), fee };
    this.payments.set(payment.paymentId, ended);
    checkout.status = outcome === "succeeded" ? "paid" : checkout.expiresAt <= this.now() ? "expired" : "open";
    this.tellPayment(ended, checkout.id);
  }

  /** All money that was on its way has come. */
  endAllProcessing(): void {
    for (const checkout of this.checkouts.values()) {
      if (checkout.status === "processing") this.endProcessing(checkout, "succeeded");
    }
    this.payouts.arriveAll();
  }

  /** `key` is Stoa's name for a refund that it asked for; one made in the dashboard has none. */
  refund(payment: PaymentSnapshot, amount: number, status: RefundStatus, key: string | null = null): RefundSnapshot {
    const refund: RefundSnapshot = {
      refundId: this.newId("re"),
      paymentId: payment.paymentId,
      orderId: this.orderToldOf(payment),
      refundKey: key,
      status,
      amount: { ...payment.amount, amount },
      occurredAt: this.now(),
      reason: null,
    };
    payment.amountRefunded += amount;
    this.refunds.set(refund.refundId, refund);
    this.tell({ kind: "refund_changed", refund });
    return refund;
  }

  moveRefund(refund: RefundSnapshot, status: RefundStatus): void {
    const moved = { ...refund, status, occurredAt: this.now() };
    const payment = this.payments.get(refund.paymentId);
    const undone = status === "failed" || status === "cancelled";
    if (payment && undone) payment.amountRefunded -= refund.amount.amount;
    this.refunds.set(refund.refundId, moved);
    this.tell({ kind: "refund_changed", refund: moved });
  }

  dispute(payment: PaymentSnapshot, amount: number, warning: boolean): void {
    const dispute: DisputeSnapshot = {
      disputeId: this.newId("dp"),
      paymentId: payment.paymentId,
      orderId: this.orderToldOf(payment),
      status: warning ? "warning" : "needs_response",
      amount: { ...payment.amount, amount },
      fee: null,
      fundsWithdrawn: !warning,
      reason: "fraudulent",
      respondBy: addMs(this.now(), 7 * 86_400_000),
      occurredAt: this.now(),
    };
    this.disputes.set(dispute.disputeId, dispute);
    this.tell({ kind: "dispute_changed", dispute });
  }

  /** It is listed under the moment it was opened. */
  moveDispute(dispute: DisputeSnapshot, status: DisputeStatus, feeMinor: number): void {
    const fee = feeMinor > 0 ? { amount: feeMinor, currency: dispute.amount.currency } : null;
    const fundsWithdrawn = status !== "warning" && status !== "won";
    const moved: DisputeSnapshot = { ...dispute, status, fee, fundsWithdrawn };
    this.disputes.set(dispute.disputeId, moved);
    this.tell({ kind: "dispute_changed", dispute: moved });
  }

  /** The order that refunds and disputes of a payment name. */
  protected orderToldOf(payment: PaymentSnapshot): string | null {
    return payment.orderId;
  }

  /** What can still be given back or disputed of a payment. */
  leftOf(payment: PaymentSnapshot): number {
    const disputed = [...this.disputes.values()]
      .filter((dispute) => dispute.paymentId === payment.paymentId && dispute.status !== "won")
      .reduce((sum, dispute) => sum + dispute.amount.amount, 0);
    return payment.amount.amount - payment.amountRefunded - disputed;
  }

  snapshotOf(checkout: Checkout): CheckoutSnapshot {
    const payment = checkout.payment === null ? null : (this.payments.get(checkout.payment) ?? null);
    const redirectUrl = checkout.status === "open" ? `https://pay.test/${checkout.id}` : null;
    const { id: checkoutId, orderId, status } = checkout;
    return { checkoutId, orderId, status, redirectUrl, payment: payment && { ...payment }, lastError: null };
  }

  protected tellPayment(payment: PaymentSnapshot, checkoutId: string): void {
    const told = { checkoutId, payment };
    if (payment.status === "succeeded") this.tell({ kind: "payment_succeeded", ...told });
    else if (payment.status === "failed") this.tell({ kind: "payment_failed", ...told, reason: "declined" });
    else this.tell({ kind: "payment_pending", ...told });
  }
}
