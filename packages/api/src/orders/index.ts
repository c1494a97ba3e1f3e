export { asTaken, type Sold, splitAsSold, takenFor } from "./as-taken.ts";
export { takeNumber } from "./document-numbers.ts";
export * from "./errors.ts";
export { findOpenOrder, freeOrdersWaitingFor, openOrdersWithCoupon, renewOrderToken } from "./find-open-order.ts";
export { followOrder } from "./follow-order.ts";
export { getOrder, ownOrder, readableOrder } from "./get-order.ts";
export { giftShareOf } from "./gift-share.ts";
export { type Credit, issueCreditNote } from "./issue-credit-note.ts";
export { issueInvoice, readSeller } from "./issue-invoice.ts";
export {
  cancelOrder,
  endDispute,
  expireOrder,
  holdForReview,
  markDisputed,
  markHeldMoneyReturned,
  markPaid,
  markRefunded,
  PAYABLE,
  stampLines,
  statusAfterRefund,
} from "./move-order.ts";
export {
  adoptGuestOrders,
  adoptOrder,
  attachCheckout,
  buyerAddressOf,
  findOrderByCheckout,
  isOverdue,
  lockOrder,
  type Order,
  type OrderLine,
  type OrderStatus,
  readOrder,
  totalOf,
} from "./order.ts";
export { type NewOrder, type PricedLine, type PricedOrder, placeOrder } from "./place-order.ts";
export { receiptPdf } from "./receipt-pdf.ts";
export {
  hasOpenReview,
  lockOpenReview,
  openReview,
  orderIdOfReview,
  type Review,
  type ReviewReason,
  reopenReviewOf,
  resolveReview,
  resolveReviewOf,
} from "./reviews.ts";
export { ordersRouter } from "./router.ts";
