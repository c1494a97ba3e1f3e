export * from "./errors.ts";
export { findClaim } from "./find-claim.ts";
export {
  findCall,
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
  addRefunded,
  type Dispute,
  findPayment,
  getPayment,
  type Payment,
  type Refund,
  recordDisputeRow,
  recordRefundRow,
  recordSucceededPayment,
  recordUnsettledPayment,
} from "./record-payment.ts";
export { paymentsRouter } from "./router.ts";
