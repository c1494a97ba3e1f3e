import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import type { Context } from "../platform/context.ts";

const nothing = z.strictObject({});

const expireAwardsJob = defineJob<Context, typeof nothing>({
  name: "grants.expire_awards",
  queue: "maintenance",
  payload: nothing,
  schedule: { everyMs: MINUTE_MS },
  effect: async () => {
    const { expireAwards } = await import("./expire-awards.ts");
    return (ctx) => expireAwards(ctx);
  },
});

export const grantsJobs = [expireAwardsJob];
