import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import type { SandboxState } from "../../apps/sandbox/src/control/state.ts";
import { databaseUrl } from "../../packages/db/src/testing/global-setup.ts";
import { type RunningSandbox, type SandboxOptions, startSandbox } from "./start-sandbox.ts";
import { receiveWebhooks, type WebhookReceiver } from "./webhook-receiver.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Set by runs that start the sandbox thousands of times: inside the process of the tests. */
    sandboxHere?: true;
  }
}

export interface TestSandbox {
  readonly url: string;
  /** Addresses beside HTTP, such as `smtp`. */
  readonly urls: RunningSandbox["urls"];
  readonly control: RunningSandbox["control"];
  /** The books of every part, as `GET /control/state` gives them. */
  state(): Promise<SandboxState>;
  readonly webhooks: WebhookReceiver;
  /** The sandbox's own books. */
  readonly sql: postgres.Sql;
  /** Ends the process with SIGKILL and starts it again over the same books, on another port. */
  restart(): Promise<void>;
}

/** A sandbox of this test file's own, with a database and a webhook end point. Call it once, at the top of the file. */
export function testSandbox(env: Record<string, string> = {}): TestSandbox {
  const name = `sandbox_${crypto.randomUUID().replaceAll("-", "")}`;
  let sandbox: RunningSandbox | undefined;
  let webhooks: WebhookReceiver | undefined;
  let sql: postgres.Sql | undefined;
  const url = () => databaseUrl(inject("postgresUrl"), name);
  const start = async (stripeWebhookUrl: string) => {
    // Every gateway tells this one end point.
    const options = { databaseUrl: url(), stripeWebhookUrl, env: { PAYPAL_WEBHOOK_URL: stripeWebhookUrl, ...env } };
    sandbox = inject("sandboxHere") ? await startHere(options) : await startSandbox(options);
  };

  beforeAll(async () => {
    webhooks = await receiveWebhooks();
    await start(webhooks.url);
    sql = postgres(url(), { max: 2, onnotice: () => {} });
  });
  afterAll(async () => {
    await sandbox?.close();
    await webhooks?.close();
    await sql?.end();
    const admin = postgres(inject("postgresUrl"), { max: 1, onnotice: () => {} });
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });

  return {
    get url() {
      return opened(sandbox).url;
    },
    get urls() {
      return opened(sandbox).urls;
    },
    get control() {
      return opened(sandbox).control;
    },
    state: async () => (await opened(sandbox).control("GET", "state")) as SandboxState,
    get webhooks() {
      return opened(webhooks);
    },
    get sql() {
      return opened(sql);
    },
    restart: async () => {
      await opened(sandbox).kill();
      await start(opened(webhooks).url);
    },
  };
}

/** Loaded only by who asks for it. */
async function startHere(options: SandboxOptions): Promise<RunningSandbox> {
  const { startSandboxHere } = await import("./sandbox-here.ts");
  return startSandboxHere(options);
}

function opened<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the sandbox runs only inside tests");
  return value;
}
