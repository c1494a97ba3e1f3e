import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../apps/sandbox/src/main.ts", import.meta.url));
const READY_WITHIN_MS = 30_000;

export interface SandboxOptions {
  /** The sandbox's own database; made when the server has none of that name. */
  databaseUrl: string;
  /** Where it sends Stripe's webhooks. */
  stripeWebhookUrl?: string;
  /** More variables, such as `STRIPE_WEBHOOK_SECRET`. */
  env?: Record<string, string>;
}

export interface RunningSandbox {
  /** `http://127.0.0.1:<port>`: also `STRIPE_API_BASE`. */
  url: string;
  port: number;
  /** Addresses beside HTTP, such as `smtp`. */
  urls: Record<string, string>;
  pid: number;
  /** Calls a control end point and gives its answer; throws for any status but 2xx. */
  control(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
  /** Ends the process at once, as a crash would. */
  kill(): Promise<void>;
}

/** Runs the sandbox as a child process on free ports and waits until it is ready. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      SANDBOX_DATABASE_URL: options.databaseUrl,
      SANDBOX_PORT: "0",
      SANDBOX_SMTP_PORT: "0",
      ...(options.stripeWebhookUrl === undefined ? {} : { STRIPE_WEBHOOK_URL: options.stripeWebhookUrl }),
      ...options.env,
    },
    // The channel lets the sandbox notice when this process dies.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  if (child.stdout === null) throw new Error("the sandbox has no standard output to read");
  const ready = await firstLine(child.stdout, exited);
  const { url, port, urls } = JSON.parse(ready) as Pick<RunningSandbox, "url" | "port" | "urls">;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return {
    url,
    port,
    urls,
    pid: child.pid ?? 0,
    control: (method, path, body) => callControl(url, method, path, body),
    close: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

async function firstLine(output: NodeJS.ReadableStream, exited: Promise<unknown[]>): Promise<string> {
  const lines = createInterface({ input: output });
  const timer = AbortSignal.timeout(READY_WITHIN_MS);
  const line = once(lines, "line", { signal: timer }).then(([text]) => String(text));
  const died = exited.then(([code]): never => {
    throw new Error(`the sandbox ended with code ${String(code)} before it was ready`);
  });
  return Promise.race([line, died]);
}

/** Calls a control end point of the sandbox at an address. */
export async function callControl(url: string, method: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${url}/control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`control/${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}
