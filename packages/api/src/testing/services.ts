import type { TestDatabase } from "@stoa/db/testing/database";
import type { MailTransport, OutgoingMail } from "@stoa/email";
import { ManualClock, silentLog } from "@stoa/kit";
import { createGateways } from "@stoa/payments";
import { type Env, readEnv } from "../env.ts";
import { createCache, type InvalidationChannel, memoryStore } from "../platform/cache.ts";
import type { Services } from "../platform/context.ts";
import { createMetrics } from "../platform/metrics.ts";
import { createPasswords } from "../platform/passwords.ts";
import { failSafe, postgresRateLimiter } from "../platform/rate-limit.ts";
import { createSecrets } from "../platform/secrets.ts";

/** Where every test's time begins unless it says otherwise. It stands still until it is moved. */
export const TEST_START = "2026-11-21T10:00:00.000Z";

export interface TestServices extends Services {
  readonly clock: ManualClock;
  /** Every mail that was handed over, oldest first. */
  readonly sentMails: OutgoingMail[];
}

/**
 * The services of a test: the file's own Postgres, a clock that stands still, a mail transport that keeps what it is
 * given. Call it once at the top of the file, beside `testDatabase()`; read it inside tests.
 */
export function testServices(
  database: TestDatabase,
  overrides: Partial<Services> & { environment?: Readonly<Record<string, string>> } = {},
): TestServices {
  const { environment, ...replaced } = overrides;
  const clock = new ManualClock(TEST_START);
  const sentMails: OutgoingMail[] = [];
  const env = testEnv(environment);
  let limiter: Services["limiter"] | undefined;
  return {
    env,
    log: silentLog,
    get db() {
      return database.db;
    },
    cache: testCache(clock),
    get limiter() {
      limiter ??= failSafe(postgresRateLimiter(database.db), clock, () => {});
      return limiter;
    },
    captcha: null,
    gateways: createGateways({}),
    lms: null,
    mail: keepingTransport(sentMails),
    metrics: createMetrics(),
    passwords: createPasswords(),
    secrets: createSecrets(env.STOA_ENCRYPTION_KEY),
    close: async () => {},
    ...replaced,
    clock,
    sentMails,
  };
}

function testEnv(more: Readonly<Record<string, string>> = {}): Env {
  return readEnv({
    NODE_ENV: "test",
    STOA_ENV: "test",
    DATABASE_URL: "postgres://unused.invalid/unused",
    AUTH_SECRET: "only-for-tests-0123456789-0123456789",
    STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    WEB_URL: "http://web.test",
    ADMIN_URL: "http://admin.test",
    ...more,
  });
}

function testCache(clock: ManualClock): Services["cache"] {
  const alone: InvalidationChannel = { publish: async () => {}, subscribe: async () => {} };
  const cache = memoryStore(alone, clock).then((store) =>
    createCache(
      store,
      () => {},
      () => {},
    ),
  );
  return {
    read: async (read) => (await cache).read(read),
    invalidate: async (tags) => (await cache).invalidate(tags),
  };
}

function keepingTransport(sent: OutgoingMail[]): MailTransport {
  return {
    send: async (mail) => {
      sent.push(mail);
      return { transportId: `kept-${sent.length}` };
    },
    verify: async () => {},
    close: () => {},
  };
}
