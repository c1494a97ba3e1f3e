import { Counter, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10];

type Registers = { registers: Registry[] };

/** Everything Stoa counts, in one place, so that names are not invented at the point of use. */
export function createMetrics() {
  const registry = new Registry();
  const into: Registers = { registers: [registry] };
  return {
    registry,
    ...requestMetrics(into),
    ...databaseMetrics(into),
    ...webhookMetrics(into),
    ...jobMetrics(into),
    ...saleMetrics(into),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

function requestMetrics(into: Registers) {
  return {
    procedures: new Histogram({
      ...into,
      name: "stoa_procedure_seconds",
      help: "Time of a procedure by path and outcome.",
      labelNames: ["path", "outcome"],
      buckets: SECONDS,
    }),
    rateLimited: new Counter({
      ...into,
      name: "stoa_rate_limited_total",
      help: "Calls refused by a rate limit.",
      labelNames: ["limit"],
    }),
    captchaChecks: new Counter({
      ...into,
      name: "stoa_captcha_checks_total",
      help: "Public forms by action and what became of the captcha.",
      labelNames: ["action", "outcome"],
    }),
    notAdmitted: new Counter({
      ...into,
      name: "stoa_not_admitted_total",
      help: "Calls that the rules of addresses and countries refused.",
      labelNames: ["scope"],
    }),
    clientErrors: new Counter({
      ...into,
      name: "stoa_client_errors_total",
      help: "Errors that browsers reported, by app.",
      labelNames: ["app"],
    }),
  };
}

function databaseMetrics(into: Registers) {
  return {
    queries: new Histogram({
      ...into,
      name: "stoa_query_seconds",
      help: "Time of a database statement.",
      labelNames: ["outcome"],
      buckets: SECONDS,
    }),
    cacheReads: new Counter({
      ...into,
      name: "stoa_cache_reads_total",
      help: "Cached reads by family and result.",
      labelNames: ["family", "result"],
    }),
  };
}

function webhookMetrics(into: Registers) {
  return {
    webhooks: new Counter({
      ...into,
      name: "stoa_webhooks_total",
      help: "Webhooks by gateway and what became of them.",
      labelNames: ["gateway", "outcome"],
    }),
    webhookLag: new Histogram({
      ...into,
      name: "stoa_webhook_lag_seconds",
      help: "From receiving an event to its effect.",
      labelNames: ["gateway"],
      buckets: [...SECONDS, 30, 60, 300],
    }),
    webhookDeliveries: new Histogram({
      ...into,
      name: "stoa_webhook_delivery_seconds",
      help: "Time of a try to deliver an outgoing webhook by outcome.",
      labelNames: ["outcome"],
      buckets: [...SECONDS, 15],
    }),
  };
}

function jobMetrics(into: Registers) {
  return {
    jobs: new Histogram({
      ...into,
      name: "stoa_job_seconds",
      help: "Time of a job by name and outcome.",
      labelNames: ["job", "outcome"],
      buckets: [...SECONDS, 30, 60],
    }),
    outboxMessages: new Gauge({
      ...into,
      name: "stoa_outbox_messages",
      help: "Outbox messages by queue and state.",
      labelNames: ["queue", "state"],
    }),
    outboxAge: new Gauge({
      ...into,
      name: "stoa_outbox_oldest_seconds",
      help: "Age of the oldest message that is not done.",
      labelNames: ["queue"],
    }),
    lmsCalls: new Counter({
      ...into,
      name: "stoa_lms_calls_total",
      help: "Calls to the LMS by result.",
      labelNames: ["result"],
    }),
  };
}

function saleMetrics(into: Registers) {
  return {
    enrolments: new Counter({
      ...into,
      name: "stoa_enrolments_total",
      help: "Enrolments by source.",
      labelNames: ["source"],
    }),
    affiliateReferrals: new Counter({
      ...into,
      name: "stoa_affiliate_referrals_total",
      help: "Paid orders that an affiliate brought, by whether they count, wait for a person or are refused.",
      labelNames: ["status"],
    }),
    payouts: new Counter({
      ...into,
      name: "stoa_payouts_total",
      help: "Payouts that ended, by gateway and how.",
      labelNames: ["gateway", "outcome"],
    }),
    revenue: new Counter({
      ...into,
      name: "stoa_revenue_minor_total",
      help: "Paid minor units by product kind and currency.",
      labelNames: ["kind", "currency"],
    }),
  };
}
