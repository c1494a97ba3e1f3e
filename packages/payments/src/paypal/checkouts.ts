import { equals } from "@stoa/kit";
import { GatewayNotFound, GatewayRefused, MalformedPayload } from "../errors.ts";
import type { CallOptions, CheckoutRequest, CheckoutSnapshot, HostedCheckout, ReadOptions } from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import { fromPayPalMoney } from "./amounts.ts";
import { orderBody } from "./order-request.ts";
import type { PayPalApi } from "./paypal-api.ts";
import { approvalLinkOf, checkoutOf } from "./transform.ts";
import { orderSchema, type PayPalOrder } from "./types.ts";

const PATH = "/v2/checkout/orders";
const read = payloadReader("paypal");

/** What the buyer has to do anew: choose another way to pay, or agree once more. */
const BUYER_MUST_ACT = new Set(["INSTRUMENT_DECLINED", "PAYER_ACTION_REQUIRED", "ORDER_NOT_APPROVED"]);

export async function createCheckout(
  api: PayPalApi,
  request: CheckoutRequest,
  options: CallOptions,
): Promise<HostedCheckout> {
  const answer = await api.call(
    {
      name: "createCheckout",
      kind: "write",
      method: "POST",
      path: PATH,
      body: orderBody(request),
      requestId: options.idempotencyKey,
    },
    options,
  );
  const order = read(orderSchema, answer, "order");
  refuseOtherOrder(order, request);
  const redirectUrl = approvalLinkOf(order);
  if (redirectUrl === null) throw new MalformedPayload("paypal", "order", "an open order has no way to approve it");
  return { checkoutId: order.id, redirectUrl, expiresAt: request.expiresAt };
}

/** PayPal answers a repeated key with what it made first, whatever is asked for now. */
function refuseOtherOrder(order: PayPalOrder, request: CheckoutRequest): void {
  const [unit] = order.purchase_units ?? [];
  const same =
    unit?.amount && unit.custom_id === request.orderId && equals(fromPayPalMoney(unit.amount), request.amount);
  if (same) return;
  const explanation = "The key was used before, for another order or another amount.";
  throw new GatewayRefused({ gateway: "paypal", call: "createCheckout", reason: "request_id_reused", explanation });
}

export async function retrieveOrder(api: PayPalApi, orderId: string, options: ReadOptions = {}): Promise<PayPalOrder> {
  const path = `${PATH}/${encodeURIComponent(orderId)}`;
  return read(
    orderSchema,
    await api.call({ name: "retrieveCheckout", kind: "read", method: "GET", path }, options),
    "order",
  );
}

/**
 * Takes the money of an order that its buyer has approved. Called by return page, webhook and reconciler alike: an order
 * is captured once, whoever comes first, and the others are told what came of it. An order that PayPal has forgotten
 * has lapsed: it sends no event of that, and its money cannot move any more.
 */
export async function completeCheckout(
  api: PayPalApi,
  checkoutId: string,
  options: CallOptions,
): Promise<CheckoutSnapshot> {
  let order: PayPalOrder | null = null;
  try {
    order = await retrieveOrder(api, checkoutId, options);
    if (order.status !== "APPROVED") return checkoutOf(order);
    return checkoutOf(await capture(api, order, options));
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    if (error instanceof GatewayNotFound || error.reason === "ORDER_EXPIRED") return lapsed(checkoutId, order);
    if (order === null) throw error;
    if (error.reason === "ORDER_ALREADY_CAPTURED") return checkoutOf(await retrieveOrder(api, checkoutId, options));
    if (!BUYER_MUST_ACT.has(error.reason)) throw error;
    const lastError = error.failure.explanation;
    return { ...checkoutOf(order), status: "open", redirectUrl: approvalLinkOf(order), lastError };
  }
}

async function capture(api: PayPalApi, { id }: PayPalOrder, options: CallOptions): Promise<PayPalOrder> {
  const answer = await api.call(
    {
      name: "completeCheckout",
      kind: "write",
      method: "POST",
      path: `${PATH}/${encodeURIComponent(id)}/capture`,
      body: {},
      requestId: options.idempotencyKey,
    },
    options,
  );
  return read(orderSchema, answer, "order");
}

function lapsed(checkoutId: string, order: PayPalOrder | null): CheckoutSnapshot {
  const orderId = order === null ? null : checkoutOf(order).orderId;
  return { checkoutId, orderId, status: "expired", redirectUrl: null, payment: null, lastError: null };
}

/**
 * PayPal cannot close an order. It need not: money moves only when Stoa takes it, so an order that Stoa lets go of is
 * over. One that was approved meanwhile is taken first, because its buyer believes to have paid.
 */
export async function expireCheckout(
  api: PayPalApi,
  checkoutId: string,
  options: CallOptions,
): Promise<CheckoutSnapshot> {
  const checkout = await completeCheckout(api, checkoutId, options);
  return checkout.status === "open" ? { ...checkout, status: "expired", redirectUrl: null } : checkout;
}
