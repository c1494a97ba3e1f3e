import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@stoa/db/testing/cluster";
import { Redis } from "ioredis";

export interface TestRedis {
  readonly url: string;
  /** Ends it as a power cut would; `start` brings it back with what its file holds. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Cuts this share off the end of what it has written, while it is down: it goes back in time. */
  loseTail(share: number): void;
  command(name: string, ...args: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Whether there is a redis-server to test against. */
export const REDIS_ON_PATH = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of its own on a free port, with an append-only file in a folder that is removed when it stops. */
export async function startTestRedis(settings: readonly string[] = []): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), "stoa-test-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const flags = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""];
  let server: ChildProcess | null = null;
  const redis: TestRedis = {
    url,
    start: async () => {
      server = spawn("redis-server", [...flags, ...settings], { stdio: "ignore" });
      await answers(url);
    },
    kill: async () => {
      const ended = new Promise((resolve) => server?.once("exit", resolve));
      server?.kill("SIGKILL");
      await ended;
    },
    loseTail: (share) => {
      const written = join(folder, "appendonlydir");
      for (const name of readdirSync(written).filter((file) => file.endsWith(".incr.aof"))) {
        truncateSync(join(written, name), Math.floor(statSync(join(written, name)).size * (1 - share)));
      }
    },
    command: (name, ...args) => withClient(url, (client) => client.call(name, ...args)),
    stop: async () => {
      await redis.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await withClient(url, (client) => client.ping());
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(50);
    }
  }
}

async function withClient(url: string, ask: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => {});
  try {
    await client.connect();
    await ask(client);
  } finally {
    client.disconnect();
  }
}
