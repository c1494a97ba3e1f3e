// What web and admin need to enqueue and look. The worker's part, which loads BullMQ, is imported by file: run, backends/*.
export { discardDead, listDead, NoDeadMessage, replayDead } from "./dead-letters.ts";
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
export { type EnqueueContext, type EnqueueOptions, enqueue, enqueueFrom } from "./enqueue.ts";
export { inspectQueues, type QueueFigures } from "./inspect.ts";
export type { Message } from "./message.ts";
export { QUEUE_NAMES, QUEUES, type QueueName, type QueuePlan } from "./queues.ts";
export type { Observe, Outcome, Run } from "./run-message.ts";
export type { OnDead } from "./settle-message.ts";
