import { addMs, type Currency, type Money } from "@stoa/kit";
import type {
  CheckoutSnapshot,
  DisputeSnapshot,
  DisputeStatus,
  GatewayFact,
  PaymentSnapshot,
  PaymentStatus,
  PayoutSnapshot,
  PayoutStatus,
  RefundSnapshot,
  RefundStatus,
} from "@stoa/payments";

export interface Checkout {
  id: string;
  orderId: string;
  amount: Money;
  expiresAt: Date;
  status: CheckoutSnapshot["status"];
  payment: string | null;
}

/** Something the gateway tells of. It keeps sending until it is answered, or gives up; then it can be asked for. */
export interface GatewayEvent {
  id: string;
  type: string;
  at: Date;
  fact: GatewayFact;
  delivered: boolean;
  /** Deliveries under way, the network's copies included; each is made or lost by a step of its own. */
  underway: number;
}

/**
 * What a gateway knows, by its own records. Money moves here first; Stoa hears of it, or not. Every change is told by an
 * event, with the state of that moment.
 */
export class GatewayBooks {
  readonly checkouts = new Map<string, Checkout>();
  readonly payments = new Map<string, PaymentSnapshot>();
  readonly refunds = new Map<string, RefundSnapshot>();
  readonly disputes = new Map<string, DisputeSnapshot>();
  readonly payouts = new Map<string, PayoutSnapshot>();
  readonly events: GatewayEvent[] = [];
  readonly name: string;
  protected readonly now: () => Date;
  private lastNumber = 0;

  constructor(name: string, now: () => Date) {
    this.name = name;
    this.now = now;
  }

  newId(prefix: string): string {
    this.lastNumber += 1;
    return `${prefix}_${this.name}_${this.lastNumber}`;
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
    const payment = { paymentId, orderId, status, amount, amountRefunded: 0, occurredAt: this.now(), fee: null };
    this.payments.set(paymentId, payment);
    return payment;
  }

  /** The money that was on its way has come, or will not. */
  endProcessing(checkout: Checkout, outcome: "succeeded" | "failed"): void {
    const payment = checkout.payment === null ? undefined : this.payments.get(checkout.payment);
    if (!payment) return;
    const ended: PaymentSnapshot = { ...payment, status: outcome, occurredAt: this.now() };
    this.payments.set(payment.paymentId, ended);
    checkout.status = outcome === "succeeded" ? "paid" : checkout.expiresAt <= this.now() ? "expired" : "open";
    this.tellPayment(ended, checkout.id);
  }

  /** All money that was on its way has come. */
  endAllProcessing(): void {
    for (const checkout of this.checkouts.values()) {
      if (checkout.status === "processing") this.endProcessing(checkout, "succeeded");
    }
    for (const payout of this.payouts.values()) {
      if (payout.status === "pending") this.movePayout(payout, "succeeded");
    }
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

  /** Money that is sent to somebody. Some of it is there at once, and some waits for its payee. */
  payOut(key: string, amount: Money): PayoutSnapshot {
    const status = (["pending", "succeeded", "unclaimed"] as const)[this.payouts.size % 3] ?? "pending";
    const payout = { payoutId: this.newId("po"), payoutKey: key, amount, fee: null, reason: null };
    return this.movePayout({ ...payout, status, occurredAt: this.now() }, status);
  }

  movePayout(payout: PayoutSnapshot, status: PayoutStatus): PayoutSnapshot {
    const moved = { ...payout, status, occurredAt: this.now() };
    this.payouts.set(payout.payoutId, moved);
    this.tell({ kind: "payout_changed", payout: moved });
    return moved;
  }

  /** What can still be given back or disputed of a payment. */
  leftOf(payment: PaymentSnapshot): number {
    const disputed = [...this.disputes.values()]
      .filter((dispute) => dispute.paymentId === payment.paymentId && dispute.status !== "won")
      .reduce((sum, dispute) => sum + dispute.amount.amount, 0);
    return payment.amount.amount - payment.amountRefunded - disputed;
  }

  /** The gateway's own balance in a currency: what Stoa's clearing account must say in the end. */
  balance(currency: Currency): number {
    const of = (amount: Money | null) => (amount?.currency === currency ? amount.amount : 0);
    const ours = ({ paymentId }: { paymentId: string }) =>
      this.payments.get(paymentId)?.orderId?.startsWith("ord_") === true;
    let balance = 0;
    for (const payment of this.payments.values()) {
      if (payment.status === "succeeded" && ours(payment)) balance += of(payment.amount);
    }
    for (const refund of this.refunds.values()) {
      if (refund.status === "succeeded" && ours(refund)) balance -= of(refund.amount);
    }
    for (const dispute of [...this.disputes.values()].filter(ours)) {
      balance -= of(dispute.fee) + (dispute.fundsWithdrawn ? of(dispute.amount) : 0);
    }
    for (const payout of this.payouts.values()) if (payout.status === "succeeded") balance -= of(payout.amount);
    return balance;
  }

  snapshotOf(checkout: Checkout): CheckoutSnapshot {
    const payment = checkout.payment === null ? null : (this.payments.get(checkout.payment) ?? null);
    const redirectUrl = checkout.status === "open" ? `https://pay.test/${checkout.id}` : null;
    const { id: checkoutId, orderId, status } = checkout;
    return { checkoutId, orderId, status, redirectUrl, payment: payment && { ...payment }, lastError: null };
  }

  tell(fact: GatewayFact): void {
    const event = { id: this.newId("ev"), type: fact.kind, at: this.now(), delivered: false, underway: 1 };
    this.events.push({ ...event, fact: structuredClone(fact) });
  }

  protected tellPayment(payment: PaymentSnapshot, checkoutId: string): void {
    const told = { checkoutId, payment };
    if (payment.status === "succeeded") this.tell({ kind: "payment_succeeded", ...told });
    else if (payment.status === "failed") this.tell({ kind: "payment_failed", ...told, reason: "declined" });
    else this.tell({ kind: "payment_pending", ...told });
  }
}
