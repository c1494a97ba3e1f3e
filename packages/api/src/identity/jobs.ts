import { defineJob } from "@stoa/jobs";
import { HOUR_MS } from "@stoa/kit";
import { z } from "zod";

const forgetExpired = defineJob({
  name: "identity.forget_expired",
  queue: "maintenance",
  payload: z.strictObject({}),
  schedule: { everyMs: HOUR_MS },
  effect: async () => (await import("./forget-expired.ts")).forgetExpired,
});

export const identityJobs = [forgetExpired];
