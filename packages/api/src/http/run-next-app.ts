import { BadEnvironment, readEnv } from "../env.ts";
import { closeProcessServices, processServices } from "./process-services.ts";
import { serveMetrics } from "./serve-metrics.ts";
import { serveNext } from "./serve-next.ts";

/** What may take, from the signal to stop until the process is ended by force. */
const STOP_BOUND_MS = 15_000;

/**
 * Runs a Next app as a process: checks the whole environment first and names every wrong variable (P12), then serves
 * until it is told to stop, and lets running requests end.
 */
export async function runNextApp(options: {
  dir: string;
  port: number;
  host: string;
  name: "web" | "admin";
}): Promise<void> {
  const env = checkedEnv();
  const server = await serveNext(options);
  const metricsPort = options.name === "web" ? env.WEB_METRICS_PORT : env.ADMIN_METRICS_PORT;
  const metrics = metricsPort ? await serveMetrics(() => processServices(options.name), metricsPort) : null;
  write({
    level: "info",
    app: options.name,
    env: env.STOA_ENV,
    msg: `listening on http://${options.host}:${options.port}`,
  });
  const stop = async () => {
    setTimeout(() => process.exit(1), STOP_BOUND_MS).unref();
    await Promise.all([server.close(), metrics?.close()]);
    await closeProcessServices();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

function checkedEnv() {
  try {
    return readEnv();
  } catch (error) {
    if (!(error instanceof BadEnvironment)) throw error;
    write({ level: "error", msg: error.message });
    process.exit(1);
  }
}

function write(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}
