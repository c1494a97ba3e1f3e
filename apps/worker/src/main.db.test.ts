import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { freePort } from "@stoa/db/testing/cluster";
import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, expect, test, vi } from "vitest";

const MAIN = new URL("./main.ts", import.meta.url).pathname;
const database = testDatabase();
let worker: ChildProcess | undefined;
let output = "";

afterEach(() => {
  worker?.kill("SIGKILL");
});

const SETTINGS = {
  NODE_ENV: "test" as const,
  STOA_ENV: "test",
  STOA_QUEUE: "postgres",
  AUTH_SECRET: "k4T9q2Lw8Zx1Vb6Nm3Rc7Yd5Hf0Jg4Ps",
  STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
};

function start(environment: NodeJS.ProcessEnv, nodeFlags: readonly string[] = []): Promise<number | null> {
  output = "";
  const child = spawn(process.execPath, [...nodeFlags, MAIN], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  worker = child;
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => child.once("exit", resolve));
}

async function isReady(port: number): Promise<void> {
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status;
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 25_000, interval: 100 });
}

test("the worker starts, is ready, and ends cleanly when told to", async () => {
  const port = await freePort();
  const ended = start({ ...SETTINGS, DATABASE_URL: database.url, WORKER_PORT: String(port) });
  await isReady(port);
  worker?.kill("SIGTERM");
  expect(await ended, output).toBe(0);
  expect(output).toContain("stopping: finishing what is under way");
});

test.each([
  ["an exception", "throw new Error('no mailbox maya@example.com')"],
  ["a rejection", "void Promise.reject('no mailbox maya@example.com')"],
])("%s that nobody caught is told to Sentry without persons, and ends the worker", async (_, breaks) => {
  const told: string[] = [];
  const sentry = createServer(async (request, response) => {
    told.push(await text(request));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  const [port, sentryPort] = [await freePort(), await freePort()];
  await new Promise<void>((resolve) => sentry.listen(sentryPort, "127.0.0.1", resolve));
  const ended = start(
    {
      ...SETTINGS,
      DATABASE_URL: database.url,
      WORKER_PORT: String(port),
      SENTRY_DSN: `http://key@127.0.0.1:${sentryPort}/1`,
    },
    ["--import", `data:text/javascript,process.on("SIGUSR2",()=>{${encodeURIComponent(breaks)}})`],
  );
  await isReady(port);
  worker?.kill("SIGUSR2");
  expect(await ended, output).toBe(1);
  sentry.close();
  expect(told.join()).toContain("no mailbox [e-mail]");
  expect(told.join() + output).not.toContain("maya@");
});

test("a worker whose log nobody reads any more ends instead of telling of it for ever", async () => {
  const port = await freePort();
  const breaks = encodeURIComponent("throw new Error('broken')");
  const ended = start({ ...SETTINGS, DATABASE_URL: database.url, WORKER_PORT: String(port) }, [
    "--import",
    `data:text/javascript,process.on("SIGUSR2",()=>{${breaks}})`,
  ]);
  await isReady(port);
  worker?.stdout?.destroy();
  worker?.stderr?.destroy();
  worker?.kill("SIGUSR2");
  expect(await ended).toBe(1);
});

test("T12 a worker without its environment says what is missing and does not start", async () => {
  expect(await start({ NODE_ENV: "production", STOA_ENV: "production" })).toBe(1);
  expect(output).toContain("DATABASE_URL: Invalid input");
  expect(output).toContain("AUTH_SECRET: Invalid input");
});
