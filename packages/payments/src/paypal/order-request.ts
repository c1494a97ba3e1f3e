import { GatewayRefused } from "../errors.ts";
import type { CheckoutRequest } from "../gateway.ts";
import { toPayPalMoney } from "./amounts.ts";

/** PayPal's bound on descriptions and names of items. */
const TEXT_MAX = 127;

/**
 * The body of an order. `custom_id` names our order on the capture and in every event of it; `invoice_id` is paid once
 * per merchant, so that two orders at PayPal for one of ours cannot both take money. Depends on nothing but the
 * request, so that a retry under one key sends the same bytes.
 */
export function orderBody(request: CheckoutRequest): object {
  if (request.captureLater === true) throw notOffered("captureLater");
  const amount = toPayPalMoney(request.amount);
  const items = itemsOf(request);
  return {
    intent: "CAPTURE",
    purchase_units: [
      {
        reference_id: request.orderId,
        custom_id: request.orderId,
        invoice_id: request.orderId,
        description: request.title.slice(0, TEXT_MAX),
        amount: items === null ? amount : { ...amount, breakdown: { item_total: amount } },
        ...(items === null ? {} : { items }),
      },
    ],
    payment_source: {
      paypal: {
        email_address: request.email,
        experience_context: {
          return_url: withoutPlaceholder(request.successUrl),
          cancel_url: withoutPlaceholder(request.cancelUrl),
          user_action: "PAY_NOW",
          shipping_preference: "NO_SHIPPING",
        },
      },
    },
  };
}

/** The amount decides. Lines that do not add up to it, because of a discount or a tax, are left out. */
function itemsOf(request: CheckoutRequest): object[] | null {
  const total = request.lines.reduce((sum, line) => sum + line.unitAmount.amount * line.quantity, 0);
  const sameCurrency = request.lines.every((line) => line.unitAmount.currency === request.amount.currency);
  if (!sameCurrency || total !== request.amount.amount) return null;
  return request.lines.map((line) => ({
    name: line.title.slice(0, TEXT_MAX),
    quantity: String(line.quantity),
    unit_amount: toPayPalMoney(line.unitAmount),
  }));
}

/** PayPal brings the buyer back with `token=<checkout id>` of its own. */
function withoutPlaceholder(url: string): string {
  return url.replaceAll("{CHECKOUT_ID}", "");
}

function notOffered(reason: string): GatewayRefused {
  const explanation = "Stoa takes money at PayPal as soon as the buyer has approved it.";
  return new GatewayRefused({ gateway: "paypal", call: "createCheckout", reason, explanation });
}
