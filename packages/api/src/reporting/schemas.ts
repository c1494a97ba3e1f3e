import { z } from "zod";

export const overviewInput = z.strictObject({
  days: z.number().int().min(1).max(365).default(30).describe("How many days back, today included, in UTC."),
});

const day = z.string().describe("ISO date in UTC.");

export const overview = z.object({
  sales: z.array(z.object({ day, currency: z.string(), orders: z.number().int(), amountMinor: z.number().int() })),
  orders: z.object({ paidToday: z.number().int(), pending: z.number().int(), inReview: z.number().int() }),
  webhooks: z.object({
    byDay: z.array(z.object({ day, received: z.number().int(), p50Ms: z.number(), p95Ms: z.number() })),
    open: z.number().int(),
    dead: z.number().int(),
    oldestOpenSeconds: z.number(),
  }),
  lms: z.object({
    pending: z.number().int(),
    syncing: z.number().int(),
    synced: z.number().int(),
    failed: z.number().int(),
    failedLastHour: z.number().int(),
    breakerOpenUntil: z.date().nullable(),
    lastSuccessAt: z.date().nullable(),
    lastError: z.string().nullable(),
  }),
  jobs: z.object({ waiting: z.number().int(), dead: z.number().int(), oldestSeconds: z.number() }),
  mails: z.object({ queued: z.number().int(), failed: z.number().int(), sentToday: z.number().int() }),
  people: z.object({ accounts: z.number().int(), newToday: z.number().int(), enrolments: z.number().int() }),
});
export type Overview = z.infer<typeof overview>;
