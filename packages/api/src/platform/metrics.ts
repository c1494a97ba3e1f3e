import { Counter, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10];

/** Everything Stoa counts, in one place, so that names are not invented at the point of use. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    procedures: new Histogram({
      name: "stoa_procedure_seconds",
      help: "Time of a procedure by path and outcome.",
      labelNames: ["path", "outcome"],
      buckets: SECONDS,
      registers,
    }),
    queries: new Histogram({
      name: "stoa_query_seconds",
      help: "Time of a database statement.",
      labelNames: ["outcome"],
      buckets: SECONDS,
      registers,
    }),
    cacheReads: new Counter({
      name: "stoa_cache_reads_total",
      help: "Cached reads by family and result.",
      labelNames: ["family", "result"],
      registers,
    }),
    webhooks: new Counter({
      name: "stoa_webhooks_total",
      help: "Webhooks by gateway and what became of them.",
      labelNames: ["gateway", "outcome"],
      registers,
    }),
    webhookLag: new Histogram({
      name: "stoa_webhook_lag_seconds",
      help: "From receiving an event to its effect.",
      labelNames: ["gateway"],
      buckets: [...SECONDS, 30, 60, 300],
      registers,
    }),
    jobs: new Histogram({
      name: "stoa_job_seconds",
      help: "Time of a job by name and outcome.",
      labelNames: ["job", "outcome"],
      buckets: [...SECONDS, 30, 60],
      registers,
    }),
    outboxMessages: new Gauge({
      name: "stoa_outbox_messages",
      help: "Outbox messages by queue and state.",
      labelNames: ["queue", "state"],
      registers,
    }),
    outboxAge: new Gauge({
      name: "stoa_outbox_oldest_seconds",
      help: "Age of the oldest message that is not done.",
      labelNames: ["queue"],
      registers,
    }),
    lmsCalls: new Counter({
      name: "stoa_lms_calls_total",
      help: "Calls to the LMS by result.",
      labelNames: ["result"],
      registers,
    }),
    enrolments: new Counter({
      name: "stoa_enrolments_total",
      help: "Enrolments by source.",
      labelNames: ["source"],
      registers,
    }),
    revenue: new Counter({
      name: "stoa_revenue_minor_total",
      help: "Paid minor units by product kind and currency.",
      labelNames: ["kind", "currency"],
      registers,
    }),
    rateLimited: new Counter({
      name: "stoa_rate_limited_total",
      help: "Calls refused by a rate limit.",
      labelNames: ["limit"],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
