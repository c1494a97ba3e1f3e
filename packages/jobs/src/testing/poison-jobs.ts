import { z } from "zod";
import { type AnyJob, defineJob, type Job, type JobContext } from "../define-job.ts";
import { enqueue } from "../enqueue.ts";
import type { QueueName } from "../queues.ts";

const payload = z.object({ orderId: z.string() });
const AT_ONCE = { kind: "exponential", baseMs: 10, capMs: 10, jitter: 0 } as const;

/** A job that does what it should, and tells that it did. */
export function soundJob(queue: QueueName, done: (orderId: string) => void): Job<JobContext, typeof payload> {
  const effect = async (_: JobContext, { orderId }: z.output<typeof payload>) => done(orderId);
  return defineJob({ name: "orders.do_well", queue, payload, effect: async () => effect });
}

export interface PoisonJobs {
  readonly throws: Job<JobContext, typeof payload>;
  readonly hangs: Job<JobContext, typeof payload>;
  readonly loops: AnyJob<JobContext>;
  /** From here on the loop asks for itself no more. */
  end(): void;
}

/** Jobs of one queue that fail each time, never end, and ask for themselves without end, each run a message of its own. */
export function poisonJobs(queue: QueueName, hangsForMs: number): PoisonJobs {
  let ended = false;
  const throws = defineJob({
    ...{ name: "orders.always_throw", queue, payload, attempts: 3, backoff: AT_ONCE },
    run: async () => async () => {
      throw new Error("never works");
    },
  });
  const hangs = defineJob({
    ...{ name: "orders.never_end", queue, payload, attempts: 2, backoff: AT_ONCE, timeoutMs: hangsForMs },
    run: async () => () => new Promise(() => {}),
  });
  const loops: AnyJob<JobContext> = defineJob({
    ...{ name: "orders.go_round", queue, payload },
    effect:
      async () =>
      async (ctx: JobContext, { orderId }: z.output<typeof payload>) => {
        if (!ended) await enqueue(ctx, loops, { orderId });
      },
  });
  const end = () => {
    ended = true;
  };
  return { throws, hangs, loops, end };
}
