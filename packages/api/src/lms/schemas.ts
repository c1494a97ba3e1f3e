import { pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";

const syncStatus = z.enum(["pending", "syncing", "synced", "failed"]);

export const syncInput = z.strictObject({ syncId: z.string().min(5).max(60) });
export const retryAnswer = z.object({ queued: z.literal(true) });
export const retryFailedAnswer = z.object({ queued: z.number().int() });

export const listSyncsInput = z.strictObject({
  ...pageInput,
  status: syncStatus.optional(),
  orderId: z.string().max(60).optional(),
});
export type ListSyncsInput = z.infer<typeof listSyncsInput>;

export const lmsSyncView = z.object({
  id: z.string(),
  orderId: z.string().nullable(),
  courseTitle: z.string(),
  lmsCourse: z.string(),
  email: z.string(),
  status: syncStatus,
  attempts: z.number().int(),
  nextAttemptAt: z.date().nullable(),
  lastError: z.string().nullable(),
  lmsEnrolment: z.string().nullable(),
  lmsProgress: z.number().nullable().describe("0 to 100, as last read back."),
  lmsCertificate: z.string().nullable(),
  syncedAt: z.date().nullable(),
  createdAt: z.date(),
});
export type LmsSyncView = z.infer<typeof lmsSyncView>;
export const lmsSyncPage = pageOf(lmsSyncView);

/** A place that the signed-in learner has in the external LMS. */
const ownPlace = z.object({
  courseId: z.string(),
  url: z.string().describe("Where the course is learnt."),
  progressPercent: z.number().int().nullable().describe("As last read back; null before the first reading."),
  certificateUrl: z.string().nullable(),
});
export type OwnPlace = z.infer<typeof ownPlace>;
export const ownPlaceList = z.object({ items: z.array(ownPlace) });

export const lmsHealth = z.object({
  configured: z.boolean(),
  state: z.enum(["up", "shaky", "down"]),
  closedUntil: z.date().nullable().describe("While calls are stopped."),
  consecutiveFailures: z.number().int(),
  lastSuccessAt: z.date().nullable(),
  lastFailureAt: z.date().nullable(),
  lastError: z.string().nullable(),
  syncs: z.object({
    pending: z.number().int(),
    syncing: z.number().int(),
    synced: z.number().int(),
    failed: z.number().int(),
  }),
});
export type LmsHealth = z.infer<typeof lmsHealth>;
