import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { alertToPost } from "./notify-alert.ts";

const nothing = z.object({});

const watchAlertsJob = defineJob<Context, typeof nothing>({
  name: "reporting.watch_alerts",
  queue: "maintenance",
  payload: nothing,
  schedule: { everyMs: MINUTE_MS },
  attempts: 1,
  run: async () => {
    const { watchAlerts } = await import("./watch-alerts.ts");
    return (ctx) => watchAlerts(ctx);
  },
});

const watchInvariantsJob = defineJob<Context, typeof nothing>({
  name: "reporting.watch_invariants",
  queue: "maintenance",
  payload: nothing,
  schedule: { everyMs: 5 * MINUTE_MS },
  attempts: 1,
  timeoutMs: 3 * MINUTE_MS,
  run: async () => {
    const { watchInvariants } = await import("./watch-alerts.ts");
    return (ctx) => watchInvariants(ctx);
  },
});

const sealBooksJob = defineJob<Context, typeof nothing>({
  name: "reporting.seal_books",
  queue: "maintenance",
  payload: nothing,
  schedule: { everyMs: MINUTE_MS },
  attempts: 1,
  timeoutMs: 3 * MINUTE_MS,
  run: async () => {
    const { sealBooks } = await import("./seal-books.ts");
    return (ctx) => sealBooks(ctx);
  },
});

/** At the quietest hour, because it reads the whole journal. */
const proveBooksJob = defineJob<Context, typeof nothing>({
  name: "reporting.prove_books",
  queue: "maintenance",
  payload: nothing,
  schedule: { cron: "17 3 * * *" },
  attempts: 1,
  timeoutMs: 30 * MINUTE_MS,
  run: async () => {
    const { proveBooks } = await import("./seal-books.ts");
    return (ctx) => proveBooks(ctx);
  },
});

const postAlertJob = defineJob<Context, typeof alertToPost.payload>({
  ...alertToPost,
  run: async () => {
    const { postAlert } = await import("./notify-alert.ts");
    return (ctx, { alertId }, fence) => postAlert(ctx, alertId, fence);
  },
});

export const reportingJobs = [watchAlertsJob, watchInvariantsJob, sealBooksJob, proveBooksJob, postAlertJob];
