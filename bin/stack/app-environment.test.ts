import { readFileSync } from "node:fs";
import { readEnv } from "@stoa/api/env";
import { describe, expect, test } from "vitest";
import type { Environment } from "../env.ts";
import { appEnvironment } from "./app-environment.ts";
import { readPorts } from "./ports.ts";
import { secrets } from "./testing/secrets.ts";

const databases = { DATABASE_URL: "postgres://a:b@127.0.0.1/stoa", SANDBOX_DATABASE_URL: "postgres://a:b@127.0.0.1/s" };

function environment(caller: Environment, redisUrl: string | null = "redis://own"): Environment {
  return appEnvironment({ caller, secrets, databases, redisUrl, host: "127.0.0.1", ports: readPorts(caller) });
}

describe("the apps' environment", () => {
  test("is complete without anything set by the caller", () => {
    const env = readEnv(environment({}));
    expect(env).toMatchObject({ STOA_ENV: "local", STRIPE_API_BASE: "http://127.0.0.1:3002", STOA_QUEUE: "redis" });
    expect(env.FRAPPE_URL).toBe("http://127.0.0.1:3002/frappe");
    expect(env.PAYPAL_API_BASE).toBe("http://127.0.0.1:3002/paypal");
    expect(readFileSync(env.PAYPAL_CERT_ROOT ?? "", "utf8")).toContain("BEGIN CERTIFICATE");
  });

  test("follows the ports", () => {
    const env = environment({ WEB_PORT: "4000", SANDBOX_PORT: "4002", SANDBOX_SMTP_PORT: "4025" });
    expect(env).toMatchObject({
      WEB_URL: "http://localhost:4000",
      STRIPE_API_BASE: "http://127.0.0.1:4002",
      SMTP_URL: "smtp://127.0.0.1:4025",
    });
  });

  test("talks to the real gateway when the caller gave its key", () => {
    const env = environment({ STRIPE_SECRET_KEY: "sk_live_x", STRIPE_WEBHOOK_SECRET: "whsec_x" });
    expect(env.STRIPE_SECRET_KEY).toBe("sk_live_x");
    expect(env).not.toHaveProperty("STRIPE_API_BASE");
    const paypal = environment({ PAYPAL_CLIENT_ID: "own", PAYPAL_CLIENT_SECRET: "own", PAYPAL_WEBHOOK_ID: "WH-1" });
    expect(paypal).not.toHaveProperty("PAYPAL_CERT_ROOT");
  });

  test("leaves the mailbox alone when the caller has a mail server", () => {
    expect(environment({ SENDGRID_API_KEY: "SG.x" })).not.toHaveProperty("SMTP_URL");
  });

  test("says that the queue is on Postgres when there is no Redis, even if REDIS_URL happens to be set", () => {
    expect(environment({}, null)).toMatchObject({ STOA_QUEUE: "postgres" });
    expect(environment({ REDIS_URL: "redis://x", STOA_QUEUE: "postgres" }, null).STOA_QUEUE).toBe("postgres");
  });

  test("holds no single address of sign-in, which would send the admin to the shop", () => {
    const env = environment({ AUTH_URL: "http://x", NEXTAUTH_URL: "http://x" });
    expect(env).not.toHaveProperty("AUTH_URL");
    expect(env).not.toHaveProperty("NEXTAUTH_URL");
  });
});
