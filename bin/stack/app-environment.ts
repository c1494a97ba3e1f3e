import { fileURLToPath } from "node:url";
import { type Environment, mergeEnvironments } from "../env.ts";
import type { DatabaseUrls } from "./databases.ts";
import type { Ports } from "./ports.ts";
import type { Secrets } from "./secrets.ts";

export interface Surroundings {
  /** What the caller set; wins over everything below. */
  caller: Environment;
  secrets: Secrets;
  databases: DatabaseUrls;
  /** Null when the queue runs on Postgres. */
  redisUrl: string | null;
  host: string;
  ports: Ports;
}

/**
 * The environment of web, admin, worker and sandbox on this machine. A service whose key the caller set is the real one;
 * every other is the sandbox, with a key of its own.
 */
export function appEnvironment({ caller, secrets, databases, redisUrl, host, ports }: Surroundings): Environment {
  const sandbox = `http://127.0.0.1:${ports.SANDBOX_PORT}`;
  const real = (name: string) => name in caller;
  const local = {
    ...databases,
    ...(redisUrl === null ? { STOA_QUEUE: "postgres" } : { STOA_QUEUE: "redis", REDIS_URL: redisUrl }),
    STOA_ENV: "local",
    STOA_HOST: host,
    WORKER_HOST: host,
    WORKER_OPS_TOKEN: secrets.WORKER_OPS_TOKEN,
    AUTH_SECRET: secrets.AUTH_SECRET,
    STOA_ENCRYPTION_KEY: secrets.STOA_ENCRYPTION_KEY,
    WEB_URL: `http://localhost:${ports.WEB_PORT}`,
    ADMIN_URL: `http://localhost:${ports.ADMIN_PORT}`,
    SANDBOX_URL: `http://localhost:${ports.SANDBOX_PORT}`,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    ...(real("STRIPE_SECRET_KEY") ? {} : stripeOfTheSandbox(sandbox, secrets)),
    ...(real("PAYPAL_CLIENT_ID") ? {} : paypalOfTheSandbox(sandbox, secrets)),
    ...(real("FRAPPE_URL") ? {} : lmsOfTheSandbox(sandbox, secrets)),
    ...(real("SMTP_URL") || real("SENDGRID_API_KEY")
      ? {}
      : { SMTP_URL: `smtp://127.0.0.1:${ports.SANDBOX_SMTP_PORT}` }),
    NEXT_TELEMETRY_DISABLED: "1",
  };
  return withoutForeign(mergeEnvironments(queueOf(caller, redisUrl), caller, local));
}

function stripeOfTheSandbox(sandbox: string, secrets: Secrets): Environment {
  return {
    STRIPE_SECRET_KEY: secrets.STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: secrets.STRIPE_WEBHOOK_SECRET,
    STRIPE_API_BASE: sandbox,
  };
}

/** The sandbox signs as PayPal under a root of its own, which lies beside it. */
const SANDBOX_ROOT = fileURLToPath(new URL("../../apps/sandbox/src/paypal/certificate/root.pem", import.meta.url));

function paypalOfTheSandbox(sandbox: string, secrets: Secrets): Environment {
  return {
    PAYPAL_CLIENT_ID: secrets.PAYPAL_CLIENT_ID,
    PAYPAL_CLIENT_SECRET: secrets.PAYPAL_CLIENT_SECRET,
    PAYPAL_WEBHOOK_ID: secrets.PAYPAL_WEBHOOK_ID,
    PAYPAL_API_BASE: `${sandbox}/paypal`,
    PAYPAL_CERT_ROOT: SANDBOX_ROOT,
  };
}

function lmsOfTheSandbox(sandbox: string, secrets: Secrets): Environment {
  return {
    FRAPPE_URL: `${sandbox}/frappe`,
    FRAPPE_API_KEY: secrets.FRAPPE_API_KEY,
    FRAPPE_API_SECRET: secrets.FRAPPE_API_SECRET,
  };
}

/** With STOA_QUEUE=postgres a REDIS_URL that happens to be set stays unused. */
function queueOf(caller: Environment, redisUrl: string | null): Environment {
  return caller.REDIS_URL !== undefined && redisUrl === null ? { STOA_QUEUE: "postgres" } : {};
}

/** One AUTH_URL for all apps would send the admin's sign-in to the shop; npm's own variables are nobody's business here. */
function withoutForeign(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(NEXT)?AUTH_URL$/.test(name) && !name.startsWith("npm_")),
  );
}
