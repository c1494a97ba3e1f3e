import { Failed } from "../command.ts";
import { type Environment, readEnvironment } from "../env.ts";
import { requireSoundEnvironment } from "./check-environment.ts";
import { type DatabaseUrls, ensureDatabase, prepareOwnDatabases, requireRoles, sandboxUrlBeside } from "./databases.ts";
import { type Home, openHome } from "./home.ts";
import { type Ports, readPorts } from "./ports.ts";
import { openPostgres, type PostgresServer } from "./postgres.ts";
import { onPath, type RedisServer, startRedis } from "./redis.ts";
import { askRedis } from "./redis-client.ts";
import { keepSecrets, type Secrets } from "./secrets.ts";

/** What every command begins with: where things are, what the caller set, and what Stoa keeps secret. */
export interface Setting {
  root: string;
  home: Home;
  caller: Environment;
  secrets: Secrets;
  host: string;
  ports: Ports;
}

/** The root of the clone. */
export const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** Throws `Failed` when the home cannot be used, or naming every variable that is wrong. */
export function openSetting(root = ROOT): Setting {
  const caller = readEnvironment(root);
  const home = openHome(root, caller);
  const secrets = keepSecrets(home);
  requireSoundEnvironment(caller, secrets);
  return {
    root,
    home,
    caller,
    secrets,
    host: caller.STOA_HOST ?? "127.0.0.1",
    ports: readPorts(caller),
  };
}

export interface Databases {
  urls: DatabaseUrls;
  /** The home's own server; null when the caller named one. */
  server: PostgresServer | null;
}

/** The two databases, ready to be connected to: on the caller's server, else on the home's own. */
export async function openDatabases({ home, caller, secrets }: Setting): Promise<Databases> {
  if (caller.DATABASE_URL === undefined) {
    const server = await openPostgres(home, secrets);
    const own = await prepareOwnDatabases(server.port, secrets);
    return { urls: own, server };
  }
  await ensureDatabase("DATABASE_URL", caller.DATABASE_URL);
  await requireRoles("DATABASE_URL", caller.DATABASE_URL);
  const sandbox = caller.SANDBOX_DATABASE_URL ?? sandboxUrlBeside(caller.DATABASE_URL);
  await ensureDatabase("SANDBOX_DATABASE_URL", sandbox);
  return { urls: { DATABASE_URL: caller.DATABASE_URL, SANDBOX_DATABASE_URL: sandbox }, server: null };
}

export interface Queue {
  /** Null when the queue runs on Postgres. */
  redisUrl: string | null;
  server: RedisServer | null;
  /** How it runs, in a few words. */
  remark: string;
}

/** The queue's store: the caller's Redis, else a private one, else Postgres. */
export async function openQueue({ home, caller, secrets }: Setting): Promise<Queue> {
  if (caller.STOA_QUEUE === "postgres")
    return { redisUrl: null, server: null, remark: "on Postgres, as STOA_QUEUE says" };
  if (caller.REDIS_URL !== undefined) {
    await requireUsableRedis(caller.REDIS_URL);
    return { redisUrl: caller.REDIS_URL, server: null, remark: "Redis at REDIS_URL" };
  }
  const program = onPath("redis-server", caller);
  if (program !== null) {
    const server = await startRedis(program, home, secrets);
    return { redisUrl: server.url, server, remark: "a private redis-server" };
  }
  if (caller.STOA_QUEUE === "redis") {
    throw new Failed("STOA_QUEUE is redis, but REDIS_URL is not set and there is no redis-server on PATH.");
  }
  return { redisUrl: null, server: null, remark: "on Postgres, since there is no redis-server on PATH" };
}

async function requireUsableRedis(url: string): Promise<void> {
  if (!/^rediss?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new Failed("REDIS_URL is not of the form redis://user:password@host:6379.");
  }
  // A TLS address is left to the apps' own client.
  if (url.startsWith("rediss:")) return;
  const pong = await askRedis(url, ["PING"]).catch((error: Error) => {
    throw new Failed(`REDIS_URL cannot be used: ${error.message.replace(/\.$/, "")}.`);
  });
  if (pong !== "+PONG") throw new Failed("REDIS_URL cannot be used: what answers there does not speak Redis.");
  // Hosted ones often forbid CONFIG; the worker asks again with INFO.
  const policy = await askRedis(url, ["CONFIG", "GET", "maxmemory-policy"]).catch(() => "noeviction");
  if (policy.includes("noeviction")) return;
  throw new Failed("The Redis at REDIS_URL may evict jobs. Set its maxmemory-policy to noeviction.");
}

/** Does some work on the databases. A server of the home's own that does not run yet is started for it and stopped after. */
export async function withDatabases<T>(work: (setting: Setting, urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const setting = openSetting();
  const { urls, server } = await openDatabases(setting);
  try {
    return await work(setting, urls);
  } finally {
    if (server !== null && !server.adopted) await server.stop();
  }
}
