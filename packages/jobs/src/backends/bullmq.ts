import { HOUR_MS, type Log, SECOND_MS } from "@stoa/kit";
import type { Job, Queue, Worker, WorkerOptions } from "bullmq";
import { QUEUE_NAMES, type QueueName } from "../queues.ts";
import type { HandOut, QueueBackend } from "./backend.ts";

type BullWorkerOptions = Omit<WorkerOptions, "connection">;

export interface BullStore {
  readonly kind: QueueBackend["kind"];
  openQueue(name: QueueName): Queue;
  openWorker(
    name: QueueName,
    process: (job: Pick<Job, "id" | "name">) => Promise<void>,
    options: BullWorkerOptions,
  ): Pick<Worker, "close">;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Retries and backoff are the outbox's; a queue that forgets everything then changes nothing. */
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: { age: HOUR_MS / SECOND_MS, count: 1_000 } };

const WORKER_OPTIONS = {
  // BullMQ's own default of 1 would end a message whose worker was killed twice; our attempts are the bound.
  maxStalledCount: 1_000_000,
  // After a lost connection or a full Redis, soon again rather than after fifteen seconds.
  runRetryDelay: SECOND_MS,
  removeOnComplete: { count: 0 },
  removeOnFail: JOB_OPTIONS.removeOnFail,
};

/** How long the queue may take to answer; the relay holds rows locked meanwhile. */
const ANSWER_WITHIN_MS = 3 * SECOND_MS;

const HELD_STATES: readonly string[] = ["waiting", "active", "delayed", "prioritized", "paused"];

/** The queue on BullMQ, over either of its stores. */
export function bullmqBackend(store: BullStore, log: Log): QueueBackend {
  const queues = new Map(QUEUE_NAMES.map((name) => [name, store.openQueue(name)]));
  const queue = (name: QueueName) => queues.get(name) ?? store.openQueue(name);
  return {
    kind: store.kind,
    add: async (name, handOuts) => {
      const jobs = handOuts.map((handOut) => ({
        name: handOut.job,
        data: {},
        opts: { ...JOB_OPTIONS, jobId: toJobId(handOut) },
      }));
      await answered(queue(name).addBulk(jobs));
    },
    held: async (name, handOuts) => {
      const states = await answered(Promise.all(handOuts.map((handOut) => queue(name).getJobState(toJobId(handOut)))));
      return handOuts.filter((_, index) => HELD_STATES.includes(states[index] ?? "unknown"));
    },
    work: (name, plan, process) => {
      const worker = store.openWorker(
        name,
        async (job) => {
          const handOut = fromJobId(job.id ?? "", job.name);
          if (handOut) await process(handOut);
          else log.warn({ queue: name, jobId: job.id }, "a job that no hand-out of ours made");
        },
        {
          ...WORKER_OPTIONS,
          concurrency: plan.concurrency,
          lockDuration: plan.lockMs,
          // Two looks tell a job whose lock has lapsed from one that is just being taken up.
          // Redis takes whole milliseconds and refuses the look at dead workers otherwise.
          stalledInterval: Math.ceil(plan.lockMs / 6),
        },
      );
      return { close: () => worker.close() };
    },
    ping: () => answered(store.ping()),
    screens: [...queues.values()],
    close: async () => {
      await Promise.all([...queues.values()].map((each) => each.close()));
      // A job that outlived its worker's close still holds a connection; the end of the process takes it.
      await answered(store.close()).catch((error: unknown) => log.warn({ err: error }, "the queue did not close"));
    },
  };
}

/** Neither ":" nor digits alone, which BullMQ keeps for itself. */
function toJobId({ id, epoch }: HandOut): string {
  return `${id}-${epoch}`;
}

function fromJobId(jobId: string, job: string): HandOut | null {
  const match = /^(.+)-(\d+)$/.exec(jobId);
  return match?.[1] && match[2] ? { id: match[1], epoch: Number(match[2]), job } : null;
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const error = new Error(`the queue did not answer within ${ANSWER_WITHIN_MS} ms`);
  const timer = setTimeout(() => late.reject(error), ANSWER_WITHIN_MS);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
