import { addMs, HOUR_MS, type Money, money, newId } from "@stoa/kit";
import type {
  CheckoutRequest,
  CheckoutSnapshot,
  Gateway,
  HostedCheckout,
  RefundRequest,
  WebhookRequest,
} from "../index.ts";

/** What a gateway's test brings to the suite: the gateway over its sandbox, and hands in that sandbox. */
export interface ContractHarness {
  gateway(): Gateway;
  /** The same gateway with a time-out too short for a delayed answer. */
  impatientGateway(): Gateway;
  /** The same gateway where nobody listens. */
  unreachableGateway(): Gateway;
  /** The same gateway with credentials that are not known. */
  strangerGateway(): Gateway;
  /** The same gateway, knowing no webhook secret but the one that is being replaced. */
  gatewayWithOldSecret(): Gateway;
  pay(orderId: string, outcome: "succeeded" | "failed" | "expired"): Promise<void>;
  refundInDashboard(orderId: string, amount?: number): Promise<void>;
  dispute(orderId: string, step: "opened" | "won" | "lost"): Promise<void>;
  /** Strikes every API call of the gateway until `faultsOff`. */
  fault(kind: "delay" | "error" | "cut_before" | "cut_after"): Promise<void>;
  /** Webhooks are made and never sent until `faultsOff`. */
  loseWebhooks(): Promise<void>;
  faultsOff(): Promise<void>;
  /** The webhooks that came for an order or a payout, when at least `least` have come. */
  webhooksOf(orderId: string, least: number): Promise<WebhookRequest[]>;
  /** How many checkouts the gateway itself knows for an order. */
  checkoutsOf(orderId: string): Promise<number>;
  /** Up to what age a signature is believed. */
  readonly oldestWebhookMs: number;
  /** How many payouts the gateway itself knows under a key. */
  payoutsOf(payoutKey: string): Promise<number>;
  /** The money of a payout comes back. */
  returnPayout(payoutKey: string): Promise<void>;
  /** Who can be paid out to, and who cannot. */
  readonly payee: { accepted: string; refused: readonly string[] };
  /** A webhook of any body, signed as the gateway would sign it at that moment. */
  sign(rawBody: Uint8Array, signedAt: Date): WebhookRequest;
}

export const PRICE = money(4_900, "EUR");

/** An order for one course at `PRICE`. */
export function checkoutRequest(): CheckoutRequest {
  return {
    orderId: newId("order"),
    amount: PRICE,
    title: "Greek for beginners",
    lines: [{ title: "Greek for beginners", quantity: 1, unitAmount: PRICE }],
    email: "ada@example.test",
    successUrl: "http://127.0.0.1:9/success?checkout={CHECKOUT_ID}",
    cancelUrl: "http://127.0.0.1:9/cancel",
    expiresAt: addMs(new Date(), HOUR_MS),
    metadata: {},
  };
}

export interface OpenedCheckout {
  gateway: Gateway;
  request: CheckoutRequest;
  checkout: HostedCheckout;
  key: string;
}

/** A checkout that waits for its buyer. */
export async function opened(
  harness: ContractHarness,
  changes: Partial<CheckoutRequest> = {},
): Promise<OpenedCheckout> {
  const gateway = harness.gateway();
  const request = { ...checkoutRequest(), ...changes };
  const key = newId("gatewayCall");
  return { gateway, request, key, checkout: await gateway.createCheckout(request, { idempotencyKey: key }) };
}

/** A payment of `PRICE` that succeeded. */
export async function paid(
  harness: ContractHarness,
): Promise<{ gateway: Gateway; orderId: string; paymentId: string }> {
  const { gateway, request, checkout } = await opened(harness);
  await harness.pay(request.orderId, "succeeded");
  const { payment } = await completed(gateway, checkout);
  if (payment === null) throw new Error("a paid checkout has a payment");
  return { gateway, orderId: request.orderId, paymentId: payment.paymentId };
}

/** The checkout once its money was taken, if that is for Stoa to do. */
export function completed(gateway: Gateway, { checkoutId }: HostedCheckout): Promise<CheckoutSnapshot> {
  return gateway.completeCheckout(checkoutId, { idempotencyKey: `complete-${checkoutId}` });
}

export function refundOf(paymentId: string, amount: Money | null): RefundRequest {
  return { paymentId, refundKey: newId("refund"), amount, reason: "requested_by_customer", metadata: {} };
}
