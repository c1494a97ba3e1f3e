import type { Metrics } from "@stoa/api/platform/metrics";
import { inTrace, SpanKind } from "@stoa/api/platform/spans";
import { type EnqueueContext, inspectQueues, type Observe } from "@stoa/jobs";

/** Times every run by job and outcome, and traces it with what caused it. */
export function observeJobs(metrics: Metrics): Observe {
  return async (message, run) => {
    const started = performance.now();
    const attributes = { "stoa.job": message.job, "stoa.outbox_id": message.id, "stoa.attempt": message.attempts };
    const span = { name: `job ${message.job}`, kind: SpanKind.CONSUMER, attributes };
    const ended = await inTrace(message.correlationId, span, run);
    metrics.jobs.observe({ job: message.job, outcome: ended.outcome }, (performance.now() - started) / 1000);
    return ended;
  };
}

/** Brings the gauges of the outbox up to date; asked for when somebody reads the metrics. */
export async function gaugeOutbox(ctx: Pick<EnqueueContext, "db">, metrics: Metrics): Promise<void> {
  for (const { queue, oldestSeconds, ...counts } of await inspectQueues(ctx)) {
    for (const [state, count] of Object.entries(counts)) metrics.outboxMessages.set({ queue, state }, count);
    metrics.outboxAge.set({ queue }, oldestSeconds);
  }
}
