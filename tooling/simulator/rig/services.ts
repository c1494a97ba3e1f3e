import { readEnv } from "@stoa/api/env";
import type { Services } from "@stoa/api/platform/context";
import { createMetrics } from "@stoa/api/platform/metrics";
import type { Database } from "@stoa/db";
import type { MailTransport } from "@stoa/email";
import { type Clock, silentLog } from "@stoa/kit";
import type { Lms } from "@stoa/lms";
import { type Gateway, GatewayNotOffered, type Gateways } from "@stoa/payments";

const ENV = readEnv({
  NODE_ENV: "test",
  STOA_ENV: "test",
  DATABASE_URL: "postgres://unused.invalid/unused",
  AUTH_SECRET: "only-for-simulation-0123456789-0123456789",
  STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  WEB_URL: "http://web.test",
  ADMIN_URL: "http://admin.test",
});

/** Shared by all runs of a process; nothing decides by them. */
const METRICS = createMetrics();

interface Parts {
  db: Database;
  clock: Clock;
  gateways: readonly Gateway[];
  lms: Lms;
  mail: MailTransport;
}

/**
 * The services of one simulated process. Real but for the world outside, and for what only costs time here: passwords
 * are not stretched, sealed text is readable, nothing is cached, and no limit is counted; each has tests of its own.
 */
export function simulatedServices({ gateways, ...parts }: Parts): Services {
  return {
    ...parts,
    env: ENV,
    log: silentLog,
    cache: { read: ({ load }) => load(), invalidate: async () => {} },
    limiter: {
      take: async ({ limit }) => ({ allowed: true, limit, remaining: limit, resetMs: 0 }),
      forget: async () => {},
    },
    gateways: choosable(gateways),
    captcha: null,
    metrics: METRICS,
    passwords: {
      hash: async (password) => `plain:${password}`,
      verify: async (stored, password) => stored === `plain:${password}`,
      checks: () => 0,
    },
    secrets: {
      seal: (purpose, plain) => Buffer.from(JSON.stringify({ purpose, plain })).toString("base64url"),
      open: (purpose, sealed) => {
        const opened = JSON.parse(Buffer.from(sealed, "base64url").toString("utf8"));
        if (opened.purpose !== purpose) throw new Error("sealed for another purpose");
        return opened.plain;
      },
    },
    close: async () => {},
  };
}

function choosable(gateways: readonly Gateway[]): Gateways {
  const get: Gateways["get"] = (name) => {
    const gateway = gateways.find((each) => each.name === name);
    if (!gateway) throw new GatewayNotOffered(name);
    return gateway;
  };
  return {
    get,
    enabled: () => gateways.map((gateway) => gateway.name),
    choose: ({ preferred }) => get(preferred ?? gateways[0]?.name ?? "stripe"),
    offered: () => gateways.map((gateway) => gateway.name),
  };
}
