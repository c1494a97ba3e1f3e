import { BadEnvironment, type Env, readEnv } from "@stoa/api/env";
import { QUEUE_NAMES, type QueueName } from "@stoa/jobs";
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
