export {
  type AnyJob,
  type Backoff,
  defineJob,
  type Effect,
  type Enqueueable,
  type Fence,
  type Job,
  type JobContext,
  type RemoteRun,
  RetryLater,
  type Schedule,
  Unrecoverable,
} from "./define-job.ts";
export { type DrainedRun, type DrainOptions, drainJobs } from "./drain.ts";
export { type EnqueueContext, type EnqueueOptions, enqueue } from "./enqueue.ts";
export type { Message } from "./message.ts";
export { QUEUE_NAMES, QUEUES, type QueueName, type QueuePlan } from "./queues.ts";
export type { OnDead, Outcome, Run } from "./run-message.ts";
