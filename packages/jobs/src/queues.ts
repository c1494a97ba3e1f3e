import { MINUTE_MS, SECOND_MS } from "@stoa/kit";

/** How a queue is worked; every number says why it is what it is. */
export interface QueuePlan {
  /** Jobs at a time in one worker process. `WORKER_CONCURRENCY` overrides it by queue. */
  readonly concurrency: number;
  /** How long a silent worker keeps its job. It renews at half time, so only a dead or frozen worker lets it lapse. */
  readonly lockMs: number;
  /** A message handed out longer ago than this, which the queue no longer knows, is handed out again. */
  readonly resendAfterMs: number;
}

const LOCK_MS = 30 * SECOND_MS;
const RESEND_MS = 20 * SECOND_MS;

export const QUEUES = {
  /** Money waits behind these: short database work, as many as leave the pool room for the other queues. */
  webhooks: { concurrency: 8, lockMs: LOCK_MS, resendAfterMs: RESEND_MS },
  /** Waits on another's server, which slows down under more than a handful of calls at once. */
  "lms-sync": { concurrency: 4, lockMs: LOCK_MS, resendAfterMs: RESEND_MS },
  /** Waits on a mail server; providers limit the connections of one sender, commonly to ten. */
  mail: { concurrency: 5, lockMs: LOCK_MS, resendAfterMs: RESEND_MS },
  /** One or two inserts each. */
  notifications: { concurrency: 4, lockMs: LOCK_MS, resendAfterMs: RESEND_MS },
  /** Waits on others' servers, up to 15 s each; one endpoint takes no more than four at a time. */
  "outgoing-webhooks": { concurrency: 12, lockMs: LOCK_MS, resendAfterMs: RESEND_MS },
  /** Folds rows that its neighbours fold too: one at a time, or they wait for each other's locks. */
  "affiliate-stats": { concurrency: 1, lockMs: LOCK_MS, resendAfterMs: MINUTE_MS },
  /** Expiry, sealing, sweeping: batches nobody waits for; two, so that one slow batch does not hold up the other. */
  maintenance: { concurrency: 2, lockMs: LOCK_MS, resendAfterMs: MINUTE_MS },
  /** Pages through a gateway's list within its rate limit: one at a time, and patient. */
  reconciliation: { concurrency: 1, lockMs: LOCK_MS, resendAfterMs: MINUTE_MS },
} as const satisfies Record<string, QueuePlan>;

export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = Object.keys(QUEUES) as readonly QueueName[];
