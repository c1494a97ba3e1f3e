import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import type { Context } from "../platform/context.ts";

const nothing = z.object({});

const sweepInboxJob = defineJob<Context, typeof nothing>({
  name: "payments.sweep_inbox",
  queue: "maintenance",
  payload: nothing,
  schedule: { everyMs: MINUTE_MS },
  effect: async () => {
    const { sweepInbox } = await import("./inbox.ts");
    return (ctx) => sweepInbox(ctx);
  },
});

export const paymentsJobs = [sweepInboxJob];
