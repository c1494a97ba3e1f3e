import { readEnv } from "@stoa/api/env";
import { contextFor, type Services } from "@stoa/api/platform/context";
import { createServices } from "@stoa/api/platform/services";
import { brokenInvariants } from "@stoa/api/reporting/run-invariants";
import { SEED_PEOPLE, seed } from "@stoa/api/seed/index";
import { sessionCookie } from "@stoa/api/testing/session-cookie";
import { migrate } from "@stoa/db";
import { startCluster } from "@stoa/db/testing/cluster";
import { databaseUrl } from "@stoa/db/testing/global-setup";
import { startTestRedis, type TestRedis } from "@stoa/jobs/testing/redis";
import { newId } from "@stoa/kit";
import postgres from "postgres";
import { type RunningApp, startApp } from "../testing/start-app.ts";
import { type RunningSandbox, startSandbox } from "../testing/start-sandbox.ts";
import { buyCourse } from "./buy-course.ts";
import type { Finding } from "./finding.ts";
import { type Gate, openGate, type Persona } from "./gate.ts";
import { findingsInLog } from "./log-findings.ts";

const FORGET_EVERY_MS = 100;

export interface Stage {
  readonly web: Gate;
  readonly admin: Gate;
  /** A learner who owns a course, in the shop. */
  readonly buyer: Persona;
  /** In the office: one who answers people, and the owner, who may read everything. */
  readonly staff: Persona;
  readonly owner: Persona;
  /** An order of the buyer's. */
  readonly orderId: string;
  /** What the gates and the apps' logs tell, and what is wrong with the books afterwards. */
  accidents(): Promise<Finding[]>;
  stop(): Promise<void>;
}

/** Web and admin as they run in production, built before, with all that they need, seeded, each behind a gate. */
export async function openStage(): Promise<Stage> {
  const ends: (() => Promise<unknown>)[] = [];
  const opened = async <T>(thing: Promise<T>, end: (thing: T) => Promise<unknown>): Promise<T> => {
    const value = await thing;
    ends.unshift(() => end(value));
    return value;
  };
  const stop = async () => {
    for (const end of ends.splice(0)) await end();
  };
  try {
    const [cluster, redis] = await Promise.all([
      opened(startCluster(), (one) => one.stop()),
      opened(startTestRedis(), (one) => one.stop()),
    ]);
    const apps: Partial<Record<"web" | "admin" | "worker", RunningApp>> = {};
    const portOf = (app: "web" | "admin") => Number(new URL(apps[app]?.url ?? "http://127.0.0.1:1").port);
    const close = (gate: Gate) => gate.close();
    const web = await opened(
      openGate("web", () => portOf("web")),
      close,
    );
    const admin = await opened(
      openGate("admin", () => portOf("admin")),
      close,
    );
    const stripeWebhookUrl = `${web.url}/api/webhooks/stripe`;
    const sandbox = await opened(
      startSandbox({ databaseUrl: databaseUrl(cluster.url, "sandbox"), stripeWebhookUrl }),
      (one) => one.close(),
    );
    const url = databaseUrl(cluster.url, "stoa");
    await createDatabase(cluster.url, "stoa");
    await migrate(url);
    const environment = environmentOf({ url, redisUrl: redis.url, sandbox, web, admin });
    const services = await opened(createServices(readEnv(environment), { app: "scan" }), (one) => one.close());
    await seed(services);
    for (const name of ["worker", "web", "admin"] as const)
      apps[name] = await opened(startApp(name, environment), (app) => app.stop());
    const buyer = personaOf(services, "learner", "web");
    const forgetting = forgetLimits(redis);
    ends.unshift(async () => clearInterval(forgetting));
    const orderId = await buyCourse({ url: web.url, sandbox, cookie: await buyer.cookie() });
    return {
      web,
      admin,
      buyer,
      staff: personaOf(services, "staff", "admin"),
      owner: personaOf(services, "owner", "admin"),
      orderId,
      accidents: async () => [
        ...web.accidents(),
        ...admin.accidents(),
        ...Object.entries(apps).flatMap(([app, { output }]) => findingsInLog(app, output())),
        ...(await brokenBooks(services)),
      ],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environmentOf(on: { url: string; redisUrl: string; sandbox: RunningSandbox; web: Gate; admin: Gate }) {
  return {
    NODE_ENV: "production",
    STOA_ENV: "test",
    // Every line that is left is a finding.
    LOG_LEVEL: "error",
    DATABASE_URL: on.url,
    REDIS_URL: on.redisUrl,
    AUTH_SECRET: "only-for-tests-0123456789-0123456789",
    STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    WEB_URL: on.web.url,
    ADMIN_URL: on.admin.url,
    STRIPE_SECRET_KEY: "sk_test_sandbox",
    STRIPE_WEBHOOK_SECRET: "whsec_sandbox",
    STRIPE_API_BASE: on.sandbox.url,
    FRAPPE_URL: `${on.sandbox.url}/frappe`,
    FRAPPE_API_KEY: "sandbox",
    FRAPPE_API_SECRET: "sandbox",
    SMTP_URL: on.sandbox.urls.smtp ?? "",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

/**
 * Forgets what the bounds have counted, faster than a scanner can reach one: a fault must not hide behind 429. That the
 * bounds hold is shown by tests of their own.
 */
function forgetLimits(redis: TestRedis): NodeJS.Timeout {
  const script = "for _, key in ipairs(redis.call('KEYS', 'limit:*')) do redis.call('DEL', key) end";
  return setInterval(() => void redis.command("EVAL", script, "0").catch(() => {}), FORGET_EVERY_MS);
}

function personaOf(services: Services, role: "learner" | "staff" | "owner", kind: "web" | "admin"): Persona {
  const person = SEED_PEOPLE.find(({ roles }) => roles.includes(role));
  if (person === undefined) throw new Error(`the seed has no ${role}`);
  return { name: role === "learner" ? "buyer" : role, cookie: () => sessionCookie(services, person.email, kind) };
}

async function brokenBooks(services: Services): Promise<Finding[]> {
  const broken = await brokenInvariants(contextFor(services, { kind: "system", id: "scan" }, newId("correlation")));
  return broken.map((breach) => ({
    by: "the gate",
    what: "broken invariant",
    where: "books",
    evidence: JSON.stringify(breach),
  }));
}

async function createDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`create database ${name}`);
  await sql.end();
}
