import { randomBytes } from "node:crypto";
import { jobs } from "@stoa/api/jobs";
import { contextFor } from "@stoa/api/platform/context";
import { createServices } from "@stoa/api/platform/services";
import { startWorkers } from "@stoa/jobs/run";
import { type Log, newId } from "@stoa/kit";
import { queuePlans, type WorkerEnv } from "./env.ts";
import { observeJobs } from "./observe-jobs.ts";
import { openQueue } from "./open-queue.ts";
import { startServer } from "./server.ts";

/** How long running jobs may take to end once the worker is told to stop. */
const STOP_WITHIN_MS = 20_000;

export interface Worker {
  readonly log: Log;
  readonly url: string;
  /** Takes nothing new, lets running jobs end within a bound, and closes everything. */
  stop(): Promise<void>;
}

/** Starts the relay, the sweeper, the schedules, every queue, and the internal port. */
export async function startWorker(env: WorkerEnv): Promise<Worker> {
  const services = await createServices(env.shared, { app: "worker" });
  const { log, metrics } = services;
  const ctx = { ...contextFor(services, { kind: "job", id: "worker" }, newId("correlation")), db: services.db };
  const backend = await openQueue(env.shared, log);
  const workers = await startWorkers({
    ctx,
    jobs,
    backend,
    databaseUrl: env.shared.DATABASE_URL,
    observe: observeJobs(metrics),
    plans: queuePlans(env),
  });
  let running = true;
  const opsToken = env.shared.WORKER_OPS_TOKEN ?? randomBytes(18).toString("base64url");
  const host = env.WORKER_HOST;
  const server = await startServer({
    host,
    port: env.shared.WORKER_PORT,
    ctx,
    backend,
    metrics,
    log,
    opsToken,
    isRunning: () => running,
  });
  const url = `http://${host}:${env.shared.WORKER_PORT}`;
  log.info({ url, queue: backend.kind, jobs: jobs.length }, `listening on ${url}`);
  if (env.shared.WORKER_OPS_TOKEN === undefined && env.shared.STOA_ENV === "local") {
    log.info({}, `the queue screen is at ${url}/queues; its password until the next start is ${opsToken}`);
  }
  return {
    log,
    url,
    stop: async () => {
      running = false;
      log.info({}, "stopping: finishing what is under way");
      await workers.close({ boundMs: STOP_WITHIN_MS });
      await backend.close();
      server.close();
      server.closeAllConnections();
      await services.close();
      log.info({}, "stopped");
    },
  };
}
