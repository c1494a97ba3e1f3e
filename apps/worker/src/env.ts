import { BadEnvironment, type Env, readEnv } from "@stoa/api/env";
import { QUEUE_NAMES, type QueueName, type QueuePlan } from "@stoa/jobs";
import { SECOND_MS } from "@stoa/kit";
import { z } from "zod";

const concurrency = z.coerce.number().int().min(1).max(100);

const workerSchema = z.object({
  /** Where the internal port listens. Metrics are open to whoever reaches it, so not to the world. */
  WORKER_HOST: z.string().default("127.0.0.1"),
  /** Jobs at a time by queue, where it shall differ from the plan: `webhooks=16,mail=2`. */
  WORKER_CONCURRENCY: z
    .string()
    .default("")
    .transform((text, ctx) => {
      const pairs = text.split(",").filter((pair) => pair.trim() !== "");
      const plans: Partial<Record<QueueName, { concurrency: number }>> = {};
      for (const pair of pairs) {
        const [name = "", value] = pair.split("=").map((part) => part.trim());
        const queue = QUEUE_NAMES.find((each) => each === name);
        const parsed = concurrency.safeParse(value);
        if (queue && parsed.success) plans[queue] = { concurrency: parsed.data };
        else
          ctx.addIssue({
            code: "custom",
            message: `"${pair}" is not <queue>=<1 to 100>; the queues are ${QUEUE_NAMES.join(", ")}`,
          });
      }
      return plans;
    }),
  /** For how long a worker may be silent before its jobs are given to another; every queue's own time unless set. */
  WORKER_TAKEOVER_SECONDS: z.coerce.number().int().min(1).max(600).optional(),
});

export interface WorkerEnv extends z.infer<typeof workerSchema> {
  /** What all apps share. */
  readonly shared: Env;
}

/** The checked environment. Throws `BadEnvironment` naming every variable that is wrong. */
export function readWorkerEnv(source: Readonly<Record<string, string | undefined>> = process.env): WorkerEnv {
  const shared = readEnv(source);
  const parsed = workerSchema.safeParse(source);
  if (parsed.success) return { ...parsed.data, shared };
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new BadEnvironment(`The environment is not complete:\n${lines.join("\n")}`);
}

/** How each queue is worked, where it differs from the plan. */
export function queuePlans({
  WORKER_CONCURRENCY: concurrency,
  WORKER_TAKEOVER_SECONDS: seconds,
}: Pick<WorkerEnv, "WORKER_CONCURRENCY" | "WORKER_TAKEOVER_SECONDS">): Partial<Record<QueueName, Partial<QueuePlan>>> {
  if (seconds === undefined) return concurrency;
  const takeover = { lockMs: seconds * SECOND_MS, resendAfterMs: seconds * SECOND_MS };
  return Object.fromEntries(QUEUE_NAMES.map((queue) => [queue, { ...takeover, ...concurrency[queue] }]));
}
