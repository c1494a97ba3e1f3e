import type { Metrics } from "@stoa/api/platform/metrics";
import { type EnqueueContext, inspectQueues, type Observe } from "@stoa/jobs";

/** Times every run by job and outcome. */
export function observeJobs(metrics: Metrics): Observe {
  return async (message, run) => {
    const started = performance.now();
    const ended = await run();
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
