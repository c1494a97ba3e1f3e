import { fileURLToPath } from "node:url";
import { migrate } from "@stoa/db";
import { type Cluster, startCluster } from "@stoa/db/testing/cluster";
import { databaseUrl } from "@stoa/db/testing/global-setup";
import { startTestRedis, type TestRedis } from "@stoa/jobs/testing/redis";
import postgres from "postgres";
import { Chance } from "../../simulator/rig/chance.ts";
import { type RunningApp, startApp, startServer } from "../../testing/start-app.ts";
import { type RunningSandbox, startSandbox } from "../../testing/start-sandbox.ts";
import { type Environment, environmentOf } from "./environment.ts";
import { startProxy, type TcpProxy } from "./proxy.ts";

export interface System {
  /** The one source of chance. */
  readonly chance: Chance;
  /** With the settings of production. */
  readonly postgres: Cluster;
  readonly redis: TestRedis;
  /** Gateway, LMS and mail, over books in another Postgres. */
  readonly sandbox: RunningSandbox;
  /** Between the product's processes and what they call, and before the shop front. */
  readonly proxies: Readonly<Record<"front" | "postgres" | "redis" | "sandbox" | "lms", TcpProxy>>;
  /** The shop's address, whatever process serves it at the moment. */
  readonly frontUrl: string;
  /** The product's database as its owner, past the proxy; for looking, and for ending pauses. */
  readonly url: string;
  readonly sql: postgres.Sql;
  /** The sandbox's books. */
  readonly world: postgres.Sql;
  /** Of the product's processes. */
  readonly environment: Environment;
  front(): RunningApp;
  /** Ends the shop front with SIGKILL and starts another. */
  restartFront(environment?: Environment): Promise<void>;
  startWorker(environment?: Environment): Promise<RunningApp>;
  /** Fires when the system stops, for buyers who would knock for ever. */
  readonly over: AbortSignal;
  /** Ends all workers and all faults. */
  calm(): Promise<void>;
  stop(): Promise<void>;
}

const FRONT = fileURLToPath(new URL("./shop-front.ts", import.meta.url));

/** The whole of Stoa as processes: Postgres, Redis, the web app's faces, the sandbox. Workers are started by who needs them. */
export async function startSystem(seed: string): Promise<System> {
  const chance = new Chance(seed);
  const ends: (() => Promise<unknown>)[] = [];
  const opened = async <T>(thing: Promise<T>, end: (thing: T) => Promise<unknown>): Promise<T> => {
    const value = await thing;
    ends.unshift(() => end(value));
    return value;
  };
  const over = new AbortController();
  const stop = async () => {
    over.abort();
    for (const end of ends.splice(0)) await end();
  };
  try {
    const [cluster, worldCluster, redis] = await Promise.all([
      opened(startCluster({ durable: true }), (one) => one.stop()),
      opened(startCluster(), (one) => one.stop()),
      opened(startTestRedis(), (one) => one.stop()),
    ]);
    const proxied = (port: () => number) =>
      opened(
        startProxy(port, () => chance.next()),
        (proxy) => proxy.close(),
      );
    let front: RunningApp | undefined;
    const frontProxy = await proxied(() => portOf(front?.url ?? NOWHERE));
    const frontUrl = frontProxy.through(NOWHERE);
    const worldUrl = databaseUrl(worldCluster.url, "sandbox");
    const webhookUrl = `${frontUrl}/api/webhooks/stripe`;
    const sandbox = await opened(startSandbox({ databaseUrl: worldUrl, stripeWebhookUrl: webhookUrl }), (one) =>
      one.close(),
    );
    const proxies = {
      front: frontProxy,
      postgres: await proxied(() => portOf(cluster.url)),
      redis: await proxied(() => portOf(redis.url)),
      sandbox: await proxied(() => sandbox.port),
      lms: await proxied(() => sandbox.port),
    };
    const url = databaseUrl(cluster.url, "stoa");
    await createDatabase(cluster.url, "stoa");
    await migrate(url);
    const environment = environmentOf(proxies, { url, redis, sandbox, frontUrl });
    const startFront = async (more: Environment = {}) => {
      const env = { ...environment, ...more };
      front = await startServer({
        name: "shop front",
        main: FRONT,
        port: "WEB_PORT",
        ready: "/api/health/ready",
        env,
      });
    };
    await startFront();
    ends.unshift(async () => front?.kill());
    const workers: RunningApp[] = [];
    const calm = async () => {
      for (const proxy of Object.values(proxies)) proxy.turn({ kind: "fair" });
      await Promise.all(workers.splice(0).map((worker) => worker.kill()));
      await sandbox.control("DELETE", "faults");
    };
    ends.unshift(calm);
    const books = (address: string) =>
      opened(Promise.resolve(postgres(address, { max: 4, onnotice: () => {} })), (sql) => sql.end());
    return {
      chance,
      over: over.signal,
      postgres: cluster,
      redis,
      sandbox,
      proxies,
      frontUrl,
      environment,
      url,
      sql: await books(url),
      world: await books(worldUrl),
      front: () => {
        if (!front) throw new Error("the shop front is not running");
        return front;
      },
      restartFront: async (more) => {
        await front?.kill();
        await startFront(more);
      },
      startWorker: async (more) => {
        const worker = await startApp("worker", { ...environment, ...more });
        workers.push(worker);
        return worker;
      },
      calm,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An address nobody listens on; stands for the shop front while there is none. */
const NOWHERE = "http://127.0.0.1:1";

function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function createDatabase(url: string, name: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
}
