import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failed } from "../command.ts";
import type { Environment } from "../env.ts";
import type { Home } from "./home.ts";
import { readJson, writeJson } from "./json-file.ts";
import { freePort } from "./ports.ts";
import { isAlive, stopProcess } from "./processes.ts";
import { askRedis } from "./redis-client.ts";
import type { Secrets } from "./secrets.ts";

export interface RedisServer {
  url: string;
  /** What was run, to run it again. */
  program: string;
  pid: number;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 20_000;
const POLL_MS = 50;

/** The path of a program that could be run by its name, or null. */
export function onPath(program: string, env: Environment): string | null {
  const places = (env.PATH ?? "").split(delimiter).map((folder) => join(folder, program));
  return places.find((place) => existsSync(place)) ?? null;
}

/** Starts a Redis of the home's own: behind a password, on 127.0.0.1, every write in a log that is synced each second. */
export async function startRedis(program: string, home: Home, secrets: Secrets): Promise<RedisServer> {
  const kept = readJson<{ port: number }>(home.in("redis.json"));
  const port = await freePort(kept?.port);
  writeJson(home.in("redis.json"), { port });
  const url = addressOf(port, secrets);
  const pid = spawnServer(program, home, configuration(home, port, secrets));
  const stop = async () => {
    await stopProcess(pid, [
      { signal: "SIGTERM", withinMs: 10_000 },
      { signal: "SIGKILL", withinMs: 2_000 },
    ]);
  };
  if (await readyWithin(pid, url)) return { url, program, pid, stop };
  await stop();
  const log = readFileSync(home.in("logs", "redis.log"), "utf8").trimEnd().split("\n").slice(-6).join("\n");
  throw new Failed(`redis-server did not start. STOA_QUEUE=postgres does without it. The end of its log says:\n${log}`);
}

/** The address of the home's Redis if it runs right now; starts nothing. */
export async function runningRedis(home: Home, secrets: Secrets): Promise<string | null> {
  const kept = readJson<{ port: number }>(home.in("redis.json"));
  if (kept?.port === undefined) return null;
  const url = addressOf(kept.port, secrets);
  return (await askRedis(url, ["PING"]).catch(() => null)) === null ? null : url;
}

function addressOf(port: number, secrets: Secrets): string {
  return `redis://:${secrets.REDIS_PASSWORD}@127.0.0.1:${port}`;
}

/** The queue must never be evicted from, and a job that was accepted must be there after a crash. */
function configuration(home: Home, port: number, secrets: Secrets): string {
  const folder = home.in("redis");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const settings = [
    ["bind", "127.0.0.1"],
    ["port", port],
    ["requirepass", secrets.REDIS_PASSWORD],
    ["dir", JSON.stringify(folder)],
    ["appendonly", "yes"],
    ["appendfsync", "everysec"],
    ["maxmemory-policy", "noeviction"],
    ["daemonize", "no"],
  ];
  const file = join(folder, "redis.conf");
  // In a file rather than on the command line, which every user of the machine can read.
  writeFileSync(file, `${settings.map((setting) => setting.join(" ")).join("\n")}\n`, { mode: 0o600 });
  return file;
}

function spawnServer(program: string, home: Home, configFile: string): number {
  const log = openSync(home.in("logs", "redis.log"), "a");
  const child = spawn(program, [configFile], { detached: true, stdio: ["ignore", log, log] });
  child.unref();
  if (child.pid === undefined) throw new Failed(`${program} could not be started.`);
  return child.pid;
}

async function readyWithin(pid: number, url: string): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline && isAlive(pid)) {
    const answer = await askRedis(url, ["PING"]).catch(() => null);
    if (answer?.startsWith("+PONG")) return true;
    await sleep(POLL_MS);
  }
  return false;
}
