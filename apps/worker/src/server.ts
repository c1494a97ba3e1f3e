import type { Server } from "node:http";
import type { Metrics } from "@stoa/api/platform/metrics";
import { type EnqueueContext, inspectQueues } from "@stoa/jobs";
import type { QueueBackend } from "@stoa/jobs/backends/backend";
import type { Log } from "@stoa/kit";
import express from "express";
import { gaugeOutbox } from "./observe-jobs.ts";
import { queueScreen, requireToken, screenHeaders } from "./queue-screen.ts";

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly ctx: Pick<EnqueueContext, "db">;
  readonly backend: QueueBackend;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly opsToken: string;
  /** Whether the worker takes jobs; not any more once it has been told to stop. */
  readonly isRunning: () => boolean;
}

/** Serves health, metrics and the queue screen on the internal port; answers once it listens. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { backend, metrics, ctx, log } = options;
  const app = express().disable("x-powered-by");
  app.get("/health", (_request, response) => {
    response.json({ status: "ok" });
  });
  app.get("/health/ready", async (_request, response) => {
    const checks = { postgres: await holds(inspectQueues(ctx)), queue: await holds(backend.ping()) };
    const ready = options.isRunning() && checks.postgres && checks.queue;
    response.status(ready ? 200 : 503).json({ status: ready ? "ready" : "not ready", checks });
  });
  app.get("/metrics", async (_request, response) => {
    await gaugeOutbox(ctx, metrics).catch((error: unknown) => log.warn({ err: error }, "the outbox cannot be counted"));
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  app.use("/queues", requireToken(options.opsToken), screenHeaders, queueScreen(backend, "/queues"));
  return new Promise((resolve, reject) => {
    const server = app.listen(options.port, options.host, (error) => (error ? reject(error) : resolve(server)));
  });
}

function holds(check: Promise<unknown>): Promise<boolean> {
  return check.then(
    () => true,
    () => false,
  );
}
