import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../packages/db/src/testing/cluster.ts";

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
const START_TRIES = 3;
/** Compiled code from an earlier start; a test that starts an app again and again waits less. */
const COMPILED = fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url));

/** How each app is told its port, and what answers 200 once it can do its work. */
const APPS = {
  worker: { port: "WORKER_PORT", ready: "/health/ready" },
  web: { port: "WEB_PORT", ready: "/api/health/ready" },
  admin: { port: "ADMIN_PORT", ready: "/api/health/ready" },
} as const;

export interface RunningApp {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly pid: number;
  /** What it has written so far, to either stream. */
  output(): string;
  /** False once it has ended, by itself or because it was told to. */
  runs(): boolean;
  /** Tells it to stop and gives its exit code. */
  stop(): Promise<number | null>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

/**
 * Runs an app's real `src/main.ts` as a child process on a free port, with no variable but those given, and waits until
 * it is ready. Throws with its output when it ends instead.
 */
export function startApp(name: keyof typeof APPS, env: Readonly<Record<string, string>>): Promise<RunningApp> {
  const main = fileURLToPath(new URL(`../../apps/${name}/src/main.ts`, import.meta.url));
  return startServer({ ...APPS[name], name, main, env });
}

export interface ServerProcess {
  /** For the message when it does not start. */
  name: string;
  main: string;
  /** The variable that tells it its port. */
  port: string;
  /** The path that answers 200 once it can do its work. */
  ready: string;
  env: Readonly<Record<string, string>>;
}

/** The same for any program that serves HTTP. */
export async function startServer(server: ServerProcess): Promise<RunningApp> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(server);
    } catch (error) {
      // Between the look for a free port and its use another process may have taken it.
      if (tries === START_TRIES || !(error instanceof Error && error.message.includes("EADDRINUSE"))) throw error;
    }
  }
}

async function startOnce({ name, main, env, ...app }: ServerProcess): Promise<RunningApp> {
  const port = await freePort();
  const child = spawn(process.execPath, [main], {
    env: { NODE_ENV: "production", NODE_COMPILE_CACHE: COMPILED, ...env, [app.port]: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const runs = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals) => {
    if (runs()) child.kill(signal);
    await exited;
    return child.exitCode;
  };
  const url = `http://127.0.0.1:${port}`;
  const running: RunningApp = {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    runs,
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
  for (const deadline = performance.now() + READY_WITHIN_MS; !(await isReady(`${url}${app.ready}`)); ) {
    if (runs() && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
    else {
      await running.kill();
      throw new Error(`${name} did not become ready:\n${output}`);
    }
  }
  return running;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
}
