import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import { eventsToFanOut } from "../platform/announce.ts";
import type { Context } from "../platform/context.ts";
import { deliveriesToRecover, deliveryToMake } from "./delivery-message.ts";

const nothing = z.object({});

const fanOutJob = defineJob<Context, typeof eventsToFanOut.payload>({
  ...eventsToFanOut,
  effect: async () => {
    const { fanOut } = await import("./fan-out.ts");
    return (ctx, { messageIds }) => fanOut(ctx, messageIds);
  },
});

/** The delivery counts its own tries and puts itself off; a run that fails here is a defect or a dead worker. */
const deliverJob = defineJob<Context, typeof deliveryToMake.payload>({
  ...deliveryToMake,
  run: async () => {
    const { deliver } = await import("./deliver.ts");
    return (ctx, delivery, fence) => deliver(ctx, delivery, fence.signal);
  },
});

const recoverJob = defineJob<Context, typeof deliveriesToRecover.payload>({
  ...deliveriesToRecover,
  effect: async () => {
    const { recoverBatch } = await import("./recover-deliveries.ts");
    return (ctx, { endpointId, since }) => recoverBatch(ctx, { endpointId, since: new Date(since) });
  },
});

const pruneJob = defineJob<Context, typeof nothing>({
  name: "webhooks.prune",
  queue: "maintenance",
  payload: nothing,
  schedule: { cron: "40 3 * * *" },
  attempts: 3,
  timeoutMs: 10 * MINUTE_MS,
  run: async () => {
    const { pruneMessages } = await import("./prune-messages.ts");
    return (ctx) => pruneMessages(ctx);
  },
});

export const webhooksJobs = [fanOutJob, deliverJob, recoverJob, pruneJob];
