/** Payment services by the names they have everywhere. */
export const GATEWAYS = {
  stripe: "Stripe",
  dodo: "Dodo Payments",
  razorpay: "Razorpay",
  paypal: "PayPal",
  paystack: "Paystack",
} as const;
export type GatewayName = keyof typeof GATEWAYS;

/** The service that a form names, if it names one. */
export function gatewayNamed(text: string): GatewayName | undefined {
  return Object.hasOwn(GATEWAYS, text) ? (text as GatewayName) : undefined;
}
