import type { Money } from "@stoa/kit";
import type { CheckoutSnapshot, PaymentSnapshot } from "@stoa/payments";
import { type GatewayTerms, PaymentBooks } from "./payment-books.ts";
import { PayoutBooks } from "./payout-books.ts";

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
export class GatewayBooks extends PaymentBooks {
  readonly checkouts = new Map<string, Checkout>();
  readonly payouts: PayoutBooks;

  constructor(name: string, now: () => Date, terms = FREE_PAYOUTS) {
    super(name, now, terms);
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
