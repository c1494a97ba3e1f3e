import { readEnv } from "./env.ts";
import { jsonLog } from "./json-log.ts";
import { startSandbox } from "./start.ts";

/** Runs the sandbox until it is told to stop. Prints one JSON line on standard output once it is ready. */
const log = jsonLog();

try {
  const sandbox = await startSandbox(readEnv(), log);
  process.stdout.write(
    `${JSON.stringify({ ready: true, url: sandbox.url, port: sandbox.port, urls: sandbox.urls })}\n`,
  );
  const stop = () => void sandbox.close().then(() => process.exit(0));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  // A test run that dies takes its sandbox with it; without a channel to a parent this never fires.
  process.once("disconnect", stop);
} catch (error) {
  log.error({}, `the sandbox did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
