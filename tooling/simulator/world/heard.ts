import type { CheckoutSnapshot, PaymentSnapshot, PayoutSnapshot, RefundSnapshot } from "@stoa/payments";

/** What Stoa has been answered, in order: the model learns from it what Stoa could know. */
export type Heard =
  /** Null: refused. */
  | { call: "createCheckout"; orderId: string; checkoutId: string | null }
  | { call: "retrieveCheckout"; orderId: string; found: CheckoutSnapshot }
  | { call: "findCheckouts"; orderId: string; found: CheckoutSnapshot[] }
  | { call: "expireCheckout"; orderId: string; found: CheckoutSnapshot | null; failed: boolean }
  | { call: "retrievePayment"; found: PaymentSnapshot }
  | { call: "listPayments"; found: PaymentSnapshot[] }
  /** Null: refused. */
  | { call: "refund"; refundKey: string; found: RefundSnapshot | null }
  | { call: "findRefund"; refundKey: string; found: RefundSnapshot | null }
  | { call: "retrieveRefund"; found: RefundSnapshot }
  /** It is going to be asked, whatever comes of it. */
  | { call: "askForPayout"; payoutKey: string }
  /** Null: refused. */
  | { call: "sendPayout"; payoutKey: string; found: PayoutSnapshot | null }
  | { call: "retrievePayout"; found: PayoutSnapshot };
