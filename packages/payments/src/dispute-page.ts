import type { GatewayName } from "./gateway.ts";

/** Where a gateway shows a dispute to the shop, and takes evidence with files; null where no address is known. */
export function disputePage(gateway: GatewayName, gatewayDisputeId: string): string | null {
  const id = encodeURIComponent(gatewayDisputeId);
  switch (gateway) {
    case "stripe":
      return `https://dashboard.stripe.com/disputes/${id}`;
    case "paypal":
      return `https://www.paypal.com/resolutioncenter/view/${id}`;
    case "razorpay":
      return `https://dashboard.razorpay.com/app/disputes/${id}`;
    case "paystack":
    case "dodo":
      return null;
  }
}
