import { addMs } from "@stoa/kit";
import type {
  DisputeSnapshot,
  Gateway,
  GatewayPage,
  PaymentSnapshot,
  RefundSnapshot,
  TimeWindow,
} from "@stoa/payments";
import type { Context } from "../platform/context.ts";
import { disputeStateOf } from "./dispute-state.ts";

/** A line of a gateway's statement, as it is compared with the books. Amounts in minor units. */
export interface StatementLine {
  subject: "payment" | "refund" | "dispute";
  gatewayRef: string;
  /** Of a refund or a dispute: the payment it is about. */
  paymentRef: string | null;
  orderId: string | null;
  status: string;
  amountMinor: number;
  currency: string;
  feeMinor: number | null;
  feeCurrency: string | null;
  occurredAt: Date;
}

export interface Window {
  from: Date;
  to: Date;
}

/**
 * All payments, refunds and disputes that a gateway knows of a half-open span of time. Gateways list a payment under the moment its
 * checkout began, so the reading begins as much earlier as a checkout may live.
 */
export async function readStatement(ctx: Context, gateway: Gateway, window: Window): Promise<StatementLine[]> {
  const wider = { from: statementBegin(gateway, window), to: window.to };
  const options = { correlationId: ctx.correlationId };
  const payments = await allOf(wider, (page) => gateway.listPayments(page, options));
  const refunds = await allOf(wider, (page) => gateway.listRefunds(page, options));
  const disputes = await allOf(window, (page) => gateway.listDisputes(page, options));
  return [...payments.map(lineOfPayment), ...refunds.map(lineOfRefund), ...disputes.map(lineOfDispute)];
}

/** From where on a statement is read. */
export function statementBegin(gateway: Gateway, { from }: Window): Date {
  return addMs(from, -gateway.checkoutLifetime.mostMs);
}

async function allOf<T>(window: Window, list: (page: TimeWindow) => Promise<GatewayPage<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: GatewayPage<T> = await list({ ...window, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

export function lineOfPayment(payment: PaymentSnapshot): StatementLine {
  return {
    subject: "payment",
    gatewayRef: payment.paymentId,
    paymentRef: null,
    orderId: payment.orderId,
    status: payment.status,
    amountMinor: payment.amount.amount,
    currency: payment.amount.currency,
    feeMinor: payment.fee?.amount ?? null,
    feeCurrency: payment.fee?.currency ?? null,
    occurredAt: payment.occurredAt,
  };
}

export function lineOfRefund(refund: RefundSnapshot): StatementLine {
  return {
    subject: "refund",
    gatewayRef: refund.refundId,
    paymentRef: refund.paymentId,
    orderId: refund.orderId,
    status: refund.status,
    amountMinor: refund.amount.amount,
    currency: refund.amount.currency,
    feeMinor: null,
    feeCurrency: null,
    occurredAt: refund.occurredAt,
  };
}

export function lineOfDispute(dispute: DisputeSnapshot): StatementLine {
  return {
    subject: "dispute",
    gatewayRef: dispute.disputeId,
    paymentRef: dispute.paymentId,
    orderId: dispute.orderId,
    status: disputeStateOf(dispute),
    amountMinor: dispute.amount.amount,
    currency: dispute.amount.currency,
    feeMinor: null,
    feeCurrency: null,
    occurredAt: dispute.occurredAt,
  };
}
