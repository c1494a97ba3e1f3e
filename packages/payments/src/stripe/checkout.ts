import type Stripe from "stripe";
import type { CheckoutLine, CheckoutRequest } from "../gateway.ts";
import { toStripeAmount } from "./currencies.ts";
import { ORDER_KEY } from "./transform.ts";

/** Stripe's bounds on a line's name and on the description of a payment. */
const NAME_MAX = 250;
const DESCRIPTION_MAX = 500;

/**
 * The parameters of a checkout session. Metadata goes on the session and on the payment intent, because Stripe copies
 * it neither to the payment nor to its refunds and disputes. Depends on nothing but the request, so that a retry under
 * one key sends the same bytes.
 */
export function sessionParams(request: CheckoutRequest): Stripe.Checkout.SessionCreateParams {
  const metadata = { ...request.metadata, [ORDER_KEY]: request.orderId };
  return {
    mode: "payment",
    line_items: linesOf(request).map((line) => lineItem(line)),
    client_reference_id: request.orderId,
    customer_email: request.email,
    success_url: request.successUrl.replaceAll("{CHECKOUT_ID}", "{CHECKOUT_SESSION_ID}"),
    cancel_url: request.cancelUrl,
    expires_at: Math.floor(request.expiresAt.getTime() / 1_000),
    metadata,
    payment_intent_data: {
      metadata,
      description: request.title.slice(0, DESCRIPTION_MAX),
      ...(request.captureLater === true ? { capture_method: "manual" } : {}),
    },
  };
}

/** The amount decides. Lines that do not add up to it, because of a discount or a tax, are shown as one. */
function linesOf(request: CheckoutRequest): readonly CheckoutLine[] {
  const total = request.lines.reduce((sum, line) => sum + line.unitAmount.amount * line.quantity, 0);
  const sameCurrency = request.lines.every((line) => line.unitAmount.currency === request.amount.currency);
  if (sameCurrency && total === request.amount.amount) return request.lines;
  return [{ title: request.title, quantity: 1, unitAmount: request.amount }];
}

function lineItem(line: CheckoutLine): Stripe.Checkout.SessionCreateParams.LineItem {
  return {
    quantity: line.quantity,
    price_data: {
      currency: line.unitAmount.currency.toLowerCase(),
      unit_amount: toStripeAmount(line.unitAmount),
      product_data: { name: line.title.slice(0, NAME_MAX) },
    },
  };
}
