import { addMs, type Currency, DAY_MS, type Money, share } from "@stoa/kit";
import type {
  DisputeSnapshot,
  DisputeStatus,
  PaymentSnapshot,
  PaymentStatus,
  RefundSnapshot,
  RefundStatus,
} from "@stoa/payments";
import { GatewayLog } from "./gateway-log.ts";

/** What a gateway keeps for its work. */
const [FEE_BPS, FEE_FIXED] = [290, 30];

export interface GatewayTerms {
  /** The currency that its fees are kept in; null for that of each payment. */
  settlesIn: Currency | null;
  /** What it takes for a payout that arrives; 0 for nothing. */
  payoutFee: number;
}

/** Money that came, and what went back of it. */
export class PaymentBooks extends GatewayLog {
  readonly payments = new Map<string, PaymentSnapshot>();
  readonly refunds = new Map<string, RefundSnapshot>();
  readonly disputes = new Map<string, DisputeSnapshot>();
  private readonly terms: GatewayTerms;

  constructor(name: string, now: () => Date, terms: GatewayTerms) {
    super(name, now);
    this.terms = terms;
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
  protected feeOn({ amount, currency }: Money): Money {
    return { amount: share(amount, FEE_BPS) + FEE_FIXED, currency: this.terms.settlesIn ?? currency };
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

  /** Undefined when so much is not left. Some are done at once, and some wait. */
  refundOnce(paymentId: string, key: string, asked: Money | null): RefundSnapshot | undefined {
    const known = this.refundNamed(key);
    const payment = this.payments.get(paymentId);
    if (known || !payment) return known;
    const left = this.leftOf(payment);
    const amount = asked?.amount ?? left;
    if (amount > left) return undefined;
    return this.refund(payment, amount, this.refunds.size % 3 === 2 ? "pending" : "succeeded", key);
  }

  refundNamed(key: string): RefundSnapshot | undefined {
    return [...this.refunds.values()].find((refund) => refund.refundKey === key);
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
      respondBy: addMs(this.now(), 7 * DAY_MS),
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
}
