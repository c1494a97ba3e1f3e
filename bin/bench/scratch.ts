import { randomBytes } from "node:crypto";
import { readEnv } from "@stoa/api/env";
import { type Context, contextFor, type Services } from "@stoa/api/platform/context";
import { createServices } from "@stoa/api/platform/services";
import { seed } from "@stoa/api/seed/index";
import { migrate } from "@stoa/db";
import { startCluster } from "@stoa/db/testing/cluster";
import { newId } from "@stoa/kit";
import postgres from "postgres";

export const WEBHOOK_SECRET = `whsec_${randomBytes(24).toString("base64url")}`;

/** A Postgres of the benchmark's own, as durable as in production, with a migrated and seeded database. */
export interface Scratch {
  url: string;
  /** Of its services, for processes of their own beside them. */
  environment: Readonly<Record<string, string>>;
  services: Services;
  ctx: Context;
  /** Statements that the services have sent so far. */
  statements(): Promise<number>;
  close(): Promise<void>;
}

export async function openScratch(): Promise<Scratch> {
  const cluster = await startCluster({ durable: true });
  const admin = postgres(cluster.url, { max: 1, onnotice: () => {} });
  await admin`create database stoa_bench`;
  await admin.end();
  const url = cluster.url.replace(/\/postgres$/, "/stoa_bench");
  await migrate(url);
  const environment = benchEnvironment(url);
  const services = await createServices(readEnv(environment), { app: "bench" });
  await seed(services);
  return {
    url,
    environment,
    services,
    ctx: contextFor(services, { kind: "system", id: "bench" }, newId("correlation")),
    statements: async () => {
      const { values } = await services.metrics.queries.get();
      return values.filter((each) => each.metricName?.endsWith("_count")).reduce((sum, each) => sum + each.value, 0);
    },
    close: async () => {
      await services.close();
      await cluster.stop();
    },
  };
}

function benchEnvironment(url: string) {
  return {
    NODE_ENV: "production",
    STOA_ENV: "test",
    LOG_LEVEL: "error",
    DATABASE_URL: url,
    DATABASE_POOL_MAX: "32",
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    STRIPE_SECRET_KEY: "sk_test_bench",
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STOA_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  };
}
