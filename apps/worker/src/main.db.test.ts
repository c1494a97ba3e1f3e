import { type ChildProcess, spawn } from "node:child_process";
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

function start(environment: NodeJS.ProcessEnv): Promise<number | null> {
  output = "";
  const child = spawn(process.execPath, [MAIN], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  worker = child;
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => child.once("exit", resolve));
}

test("the worker starts, is ready, and ends cleanly when told to", async () => {
  const port = await freePort();
  const ended = start({
    NODE_ENV: "test",
    STOA_ENV: "test",
    DATABASE_URL: database.url,
    STOA_QUEUE: "postgres",
    AUTH_SECRET: "k4T9q2Lw8Zx1Vb6Nm3Rc7Yd5Hf0Jg4Ps",
    STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    WORKER_PORT: String(port),
  });
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status;
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 25_000, interval: 100 });
  worker?.kill("SIGTERM");
  expect(await ended, output).toBe(0);
  expect(output).toContain("stopping: finishing what is under way");
});

test("T12 a worker without its environment says what is missing and does not start", async () => {
  expect(await start({ NODE_ENV: "production", STOA_ENV: "production" })).toBe(1);
  expect(output).toContain("DATABASE_URL");
  expect(output).toContain("AUTH_SECRET");
});
