import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import { lmsCourseChanged } from "../courses/index.ts";
import type { Context } from "../platform/context.ts";
import { syncToRun } from "./request-lms-sync.ts";

const nothing = z.object({});
const sync = z.object({ syncId: z.string() });

/** The sync counts its own tries and puts itself off; a run that fails here is a defect or a dead worker. */
const syncEnrolmentJob = defineJob<Context, typeof sync>({
  name: syncToRun.name,
  queue: syncToRun.queue,
  payload: sync,
  timeoutMs: 90_000,
  run: async () => {
    const { syncEnrolment } = await import("./sync-enrolment.ts");
    return (ctx, { syncId }, fence) => syncEnrolment(ctx, syncId, fence);
  },
});

const movePlacesJob = defineJob<Context, typeof lmsCourseChanged.payload>({
  ...lmsCourseChanged,
  timeoutMs: 10 * MINUTE_MS,
  run: async () => {
    const { movePlaces } = await import("./move-places.ts");
    return (ctx, { courseId }) => movePlaces(ctx, courseId);
  },
});

const probeLmsJob = defineJob<Context, typeof nothing>({
  name: "lms.probe",
  queue: "lms-sync",
  payload: nothing,
  schedule: { everyMs: MINUTE_MS },
  attempts: 1,
  run: async () => {
    const { probeLms } = await import("./probe-lms.ts");
    return (ctx) => probeLms(ctx);
  },
});

const readBackJob = defineJob<Context, typeof nothing>({
  name: "lms.read_back",
  queue: "lms-sync",
  payload: nothing,
  schedule: { everyMs: 5 * MINUTE_MS },
  attempts: 1,
  timeoutMs: 4 * MINUTE_MS,
  run: async () => {
    const { readBack } = await import("./read-back.ts");
    return (ctx) => readBack(ctx);
  },
});

export const lmsJobs = [syncEnrolmentJob, movePlacesJob, probeLmsJob, readBackJob];
