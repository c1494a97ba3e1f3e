import type { TestRedis } from "@stoa/jobs/testing/redis";
import type { RunningSandbox } from "../../testing/start-sandbox.ts";
import type { System } from "./system.ts";

/** For how long a worker may be silent before its jobs go to another; short, so that a run of many kills ends today. */
export const TAKEOVER_SECONDS = 2;

export type Environment = Readonly<Record<string, string>>;

/** Of every process of the product; what it calls is led through the proxies. */
export function environmentOf(
  proxies: System["proxies"],
  system: { url: string; redis: TestRedis; sandbox: RunningSandbox; frontUrl: string },
): Environment {
  const world = proxies.sandbox.through(system.sandbox.url);
  return {
    STOA_ENV: "test",
    LOG_LEVEL: "warn",
    DATABASE_URL: proxies.postgres.through(system.url),
    REDIS_URL: proxies.redis.through(system.redis.url),
    AUTH_SECRET: "only-for-tests-0123456789-0123456789",
    STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    WEB_URL: system.frontUrl,
    // Buyers come from addresses of their own, which they tell as a proxy of ours would.
    TRUSTED_PROXIES: "1",
    STRIPE_SECRET_KEY: "sk_test_sandbox",
    STRIPE_WEBHOOK_SECRET: "whsec_sandbox",
    STRIPE_API_BASE: world,
    FRAPPE_URL: `${proxies.lms.through(system.sandbox.url)}/frappe`,
    FRAPPE_API_KEY: "sandbox",
    FRAPPE_API_SECRET: "sandbox",
    SMTP_URL: system.sandbox.urls.smtp ?? "",
    WORKER_TAKEOVER_SECONDS: String(TAKEOVER_SECONDS),
  };
}
