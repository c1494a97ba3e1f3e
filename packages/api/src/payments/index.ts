export { type Dispute, getDispute, hasOpenDispute, noteEvidenceSent, recordDisputeRow } from "./dispute-rows.ts";
export * from "./errors.ts";
export { findClaim } from "./find-claim.ts";
export {
  findCall,
  findCallByKey,
  type GatewayCall,
  intendCall,
  recordCallOutcome,
} from "./gateway-calls.ts";
export { type InboxEvent, type InboxKey, markDead, markHandled, noteTry, readEvent } from "./inbox.ts";
export { paymentsJobs } from "./jobs.ts";
export {
  receiveWebhook,
  storeCollectedEvent,
  WEBHOOK_BYTES_MAX,
} from "./receive-webhook.ts";
export {
  findPayment,
  getPayment,
  lockPayment,
  type Payment,
  recordSucceededPayment,
  recordUnsettledPayment,
  restateRefunded,
} from "./record-payment.ts";
export { failedRefundsOf, getRefund, type Refund, recordRefundRow, standingRefundsOf } from "./refund-rows.ts";
export {
  callOffRefund,
  claimRefund,
  endRequestedRefund,
  openRefundsOf,
  staleRefunds,
  writeRequestedRefund,
} from "./requested-refunds.ts";
export { paymentsRouter } from "./router.ts";
