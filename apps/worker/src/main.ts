import { BadEnvironment } from "@stoa/api/env";
import { createLog } from "@stoa/api/platform/log";
import { readWorkerEnv, type WorkerEnv } from "./env.ts";
import { startWorker } from "./start.ts";

/** Past this the process ends whatever still runs; another worker takes it up again. */
const STOP_BOUND_MS = 28_000;

const log = createLog({ app: "worker", level: "info" });

// After an error nobody expected, no state can be trusted: say it and end. The supervisor starts a fresh worker, and
// what was under way is run again.
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error) => {
    log.error({ err: error }, `${event}; the worker ends`);
    process.exit(1);
  });
}

function checkedEnv(): WorkerEnv {
  try {
    return readWorkerEnv();
  } catch (error) {
    if (!(error instanceof BadEnvironment)) throw error;
    log.error({}, error.message);
    process.exit(1);
  }
}

const worker = await startWorker(checkedEnv()).catch((error: unknown) => {
  log.error({ err: error }, error instanceof Error ? error.message : "the worker could not start");
  process.exit(1);
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), STOP_BOUND_MS).unref();
  await worker.stop();
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
