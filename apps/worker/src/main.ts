import { BadEnvironment } from "@stoa/api/env";
import { createErrorTracking } from "@stoa/api/platform/error-tracking";
import { createLog } from "@stoa/api/platform/log";
import { DomainError, errorText } from "@stoa/kit";
import { readWorkerEnv, type WorkerEnv } from "./env.ts";
import { startWorker } from "./start.ts";

/** Past this the process ends whatever still runs; another worker takes it up again. */
const STOP_BOUND_MS = 28_000;

const env = checkedEnv();
const { SENTRY_DSN: dsn, STOA_ENV: environment } = env.shared;
const errors = dsn ? createErrorTracking({ dsn, app: "worker", environment }) : null;
const log = createLog({ app: "worker", level: "info", report: errors?.report });

// After an error nobody caught, no state can be trusted: say it and end. The supervisor starts a fresh worker, and what
// was under way is run again.
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (cause: unknown) => void endBecauseOf(cause, `${event}; the worker ends`));
}

const worker = await startWorker(env).catch((cause: unknown) => endBecauseOf(cause, "the worker could not start"));

let ending = false;

/** Tells the log and, where it is set up, Sentry, which has two seconds to take it. A refusal nobody caught is told too. */
async function endBecauseOf(cause: unknown, message: string): Promise<never> {
  // A log that nobody reads any more fails in turn; telling of that as well would go on for ever.
  if (ending) process.exit(1);
  ending = true;
  const isTold = cause instanceof Error && !(cause instanceof DomainError);
  log.error({ err: isTold ? cause : new Error(errorText(cause)) }, message);
  await errors?.close();
  process.exit(1);
}

function checkedEnv(): WorkerEnv {
  try {
    return readWorkerEnv();
  } catch (error) {
    if (!(error instanceof BadEnvironment)) throw error;
    // Not through the log, which would redact the very names of the variables; their values are not in the message.
    const line = { time: new Date().toISOString(), level: "error", app: "worker", msg: error.message };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    process.exit(1);
  }
}

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
