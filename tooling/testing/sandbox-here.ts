import { silentLog } from "@stoa/kit";
import { readEnv } from "../../apps/sandbox/src/env.ts";
import { startSandbox } from "../../apps/sandbox/src/start.ts";
import { callControl, type RunningSandbox, type SandboxOptions } from "./start-sandbox.ts";

/**
 * The sandbox inside this process, on free ports: for runs that start it thousands of times, where most of the time would
 * be the start of a process. A crash of it is an end in good order.
 */
export async function startSandboxHere(options: SandboxOptions): Promise<RunningSandbox> {
  const { databaseUrl, stripeWebhookUrl, env } = options;
  const config = readEnv({
    NODE_ENV: "test",
    SANDBOX_DATABASE_URL: databaseUrl,
    SANDBOX_PORT: "0",
    SANDBOX_SMTP_PORT: "0",
    STRIPE_WEBHOOK_URL: stripeWebhookUrl,
    ...env,
  });
  const { url, port, urls, close } = await startSandbox(config, silentLog);
  const control: RunningSandbox["control"] = (method, path, body) => callControl(url, method, path, body);
  return { url, port, urls, pid: process.pid, control, close, kill: close };
}
