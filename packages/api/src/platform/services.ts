import { readFileSync } from "node:fs";
import { connect } from "@stoa/db";
import { createMailTransport } from "@stoa/email";
import { type Clock, type Log, systemClock } from "@stoa/kit";
import { createFrappeLms } from "@stoa/lms";
import { createGateways } from "@stoa/payments";
import type { Env } from "../env.ts";
import { createCache, type InvalidationChannel, memoryStore, redisStore } from "./cache.ts";
import { createCaptcha } from "./captcha.ts";
import type { Services } from "./context.ts";
import { createErrorTracking } from "./error-tracking.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { createPasswords } from "./passwords.ts";
import { failSafe, postgresRateLimiter, redisRateLimiter } from "./rate-limit.ts";
import { openRedis } from "./redis.ts";
import { createSecrets } from "./secrets.ts";
import { inSpan, recordStatement, SpanKind } from "./spans.ts";
import { startTelemetry } from "./telemetry.ts";

const SLOW_QUERY_MS = 1_000;
const INVALIDATION_CHANNEL = "stoa_cache";

/** Opens everything a process of Stoa works with. Close it before the process ends. */
export async function createServices(env: Env, options: { app: string; clock?: Clock }): Promise<Services> {
  const clock = options.clock ?? systemClock;
  const telemetry = env.OTEL_EXPORTER_OTLP_ENDPOINT
    ? startTelemetry({ endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT, app: options.app })
    : null;
  const errors = env.SENTRY_DSN
    ? createErrorTracking({ dsn: env.SENTRY_DSN, app: options.app, environment: env.STOA_ENV })
    : null;
  const log = createLog({ app: options.app, level: env.LOG_LEVEL, report: errors?.report });
  const metrics = createMetrics();
  const connection = connect({
    url: env.DATABASE_URL,
    max: env.DATABASE_POOL_MAX,
    applicationName: `stoa-${options.app}`,
    onQuery: ({ text, ms, failed }) => {
      metrics.queries.observe({ outcome: failed ? "failed" : "ok" }, ms / 1000);
      recordStatement(text, ms, failed);
      if (ms > SLOW_QUERY_MS) log.warn({ query: text, ms: Math.round(ms) }, "slow query");
    },
  });
  const redisAt = (url: string | undefined) =>
    url === undefined || env.STOA_QUEUE === "postgres" ? null : openRedis(url, log);
  // Counters of tries stand where nothing is evicted: a flooded cache must not forget them.
  const redis = redisAt(env.REDIS_URL);
  const cacheRedis = redisAt(env.REDIS_CACHE_URL) ?? redis;
  const store = cacheRedis ? redisStore(cacheRedis) : await memoryStore(postgresChannel(connection.sql), clock);
  const cache = createCache(
    store,
    ({ key, hit }) => metrics.cacheReads.inc({ family: key.split(":")[0] ?? key, result: hit ? "hit" : "miss" }),
    (error) => log.warn({ err: error }, "the cache is not answering; reading without it"),
  );
  const limiter = failSafe(
    redis ? redisRateLimiter(redis) : postgresRateLimiter(connection.db),
    clock,
    (limit, error) =>
      log.error(
        { err: error, limit: limit.name, whenDown: limit.whenDown },
        "the rate limiter's store is not answering",
      ),
  );
  const mail = mailOf(env);
  return {
    env,
    clock,
    log,
    db: connection.db,
    cache,
    limiter,
    captcha: captchaOf(env, log),
    gateways: createGateways(gatewayConfig(env)),
    lms: lmsOf(env, log),
    mail,
    metrics,
    passwords: createPasswords(),
    secrets: createSecrets(env.STOA_ENCRYPTION_KEY),
    close: async () => {
      redis?.disconnect();
      cacheRedis?.disconnect();
      mail?.close();
      await connection.close();
      await Promise.all([telemetry?.close(), errors?.close()]);
    },
  };
}

function postgresChannel(sql: Awaited<ReturnType<typeof connect>>["sql"]): InvalidationChannel {
  return {
    publish: async (tags) => {
      await sql.notify(INVALIDATION_CHANNEL, JSON.stringify(tags));
    },
    subscribe: async (onTags, onLost) => {
      await sql.listen(INVALIDATION_CHANNEL, (payload) => onTags(JSON.parse(payload) as string[]), onLost);
    },
  };
}

function gatewayConfig(env: Env) {
  return {
    stripe:
      env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET
        ? { secretKey: env.STRIPE_SECRET_KEY, webhookSecret: env.STRIPE_WEBHOOK_SECRET, apiBase: env.STRIPE_API_BASE }
        : undefined,
    paypal: signedByCertificate(env),
  };
}

function signedByCertificate(env: Env) {
  const { PAYPAL_CLIENT_ID: clientId, PAYPAL_CLIENT_SECRET: clientSecret, PAYPAL_WEBHOOK_ID: webhookId } = env;
  if (!clientId || !clientSecret || !webhookId) return undefined;
  return {
    clientId,
    clientSecret,
    webhookId,
    apiBase: env.PAYPAL_API_BASE,
    verification: env.PAYPAL_WEBHOOK_VERIFICATION,
    trustedRoot: env.PAYPAL_CERT_ROOT && readFileSync(env.PAYPAL_CERT_ROOT, "utf8"),
  };
}

function captchaOf(env: Env, log: Log) {
  if (!env.CAPTCHA_SITE_KEY || !env.CAPTCHA_SECRET_KEY) return null;
  const { hostname } = new URL(env.WEB_URL);
  return createCaptcha({ secretKey: env.CAPTCHA_SECRET_KEY, verifyUrl: env.CAPTCHA_VERIFY_URL, hostname, log });
}

function mailOf(env: Env) {
  if (!env.SMTP_URL && !env.SENDGRID_API_KEY) return null;
  const { SMTP_URL: smtpUrl, SENDGRID_API_KEY: sendgridApiKey, MAIL_FROM: from } = env;
  const transport = createMailTransport({ smtpUrl, sendgridApiKey, from });
  const send: typeof transport.send = (mail) =>
    inSpan({ name: "mail send", kind: SpanKind.CLIENT }, () => transport.send(mail));
  return { ...transport, send };
}

function lmsOf(env: Env, log: Log) {
  if (!env.FRAPPE_URL || !env.FRAPPE_API_KEY || !env.FRAPPE_API_SECRET) return null;
  return createFrappeLms({
    baseUrl: env.FRAPPE_URL,
    apiKey: env.FRAPPE_API_KEY,
    apiSecret: env.FRAPPE_API_SECRET,
    // Only in production must the LMS be out on the internet; elsewhere it is the sandbox on this machine.
    allowPrivateAddress: env.STOA_ENV !== "production",
    log,
  });
}
