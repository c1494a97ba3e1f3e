import { CURRENCIES, emailSchema, instantSchema, moneyInput, moneySchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";
import { plainText } from "../platform/clean-text.ts";

const id = z.string().min(5).max(60);
const percent = z.int().min(10).max(100);
const amount = moneyInput.refine((given) => given.amount > 0 && given.amount <= 1_000_000_000, "is more than nothing");

export const applyInput = z.strictObject({
  course: z.string().min(2).max(80).describe("The id or slug of the course."),
  name: plainText({ max: 120 }),
  email: emailSchema.optional().describe("Needed from a guest; a signed-in person applies under their own."),
  statement: plainText({ min: 40, max: 4_000 }).describe("Why a grant would help, in the applicant's own words."),
  requestedPercent: percent.default(100).describe("How much of the price to ask for."),
});
export type ApplyInput = z.infer<typeof applyInput>;
/** The same whether it is the first or is there already, so that nobody learns who has applied. */
export const applyAnswer = z.object({
  received: z.literal(true),
  answerBy: z.date().describe("Until when an answer is promised."),
});
export type ApplyAnswer = z.infer<typeof applyAnswer>;

export const applicationInput = z.strictObject({ id });
export const listApplicationsInput = z.strictObject({
  ...pageInput,
  status: z.enum(["submitted", "approved", "rejected"]).default("submitted"),
  id: id.optional().describe("That one alone, where it is in this status."),
  assigned: z.enum(["me", "nobody"]).optional().describe("Those that are the caller's to decide, or nobody's yet."),
});
export type ListApplicationsInput = z.infer<typeof listApplicationsInput>;

export const assignInput = z.strictObject({ id, assigneeId: id.nullable().describe("Null: nobody's any more.") });
export type AssignInput = z.infer<typeof assignInput>;
export const reviewerList = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
export type ReviewerList = z.infer<typeof reviewerList>;

export const approveInput = z.strictObject({
  id,
  poolId: id,
  percent,
  expiresAt: instantSchema.describe("From this instant on the award is over."),
});
export type ApproveInput = z.infer<typeof approveInput>;
export const approvedAnswer = z.object({ awardId: z.string(), granted: moneySchema, toPay: moneySchema });
export type ApprovedAnswer = z.infer<typeof approvedAnswer>;

export const rejectInput = z.strictObject({
  id,
  reason: plainText({ min: 10, max: 1_000 }).describe("What the applicant is told."),
});
export type RejectInput = z.infer<typeof rejectInput>;

export const revokeInput = z.strictObject({
  id: id.describe("The award's."),
  reason: rejectInput.shape.reason.describe("The person is told it."),
});
export type RevokeInput = z.infer<typeof revokeInput>;

export const awardView = z.object({
  id: z.string(),
  percent: z.number().int(),
  granted: moneySchema,
  toPay: moneySchema,
  spent: moneySchema.nullable(),
  status: z.enum(["open", "used", "expired", "returned", "revoked"]),
  poolName: z.string(),
  expiresAt: z.date(),
});
export const applicationView = z.object({
  id: z.string(),
  course: z.object({ id: z.string(), slug: z.string(), title: z.string(), price: moneySchema }),
  name: z.string(),
  email: z.string(),
  statement: z.string(),
  requestedPercent: z.number().int(),
  status: z.enum(["submitted", "approved", "rejected"]),
  createdAt: z.date(),
  dueAt: z.date(),
  overdue: z.boolean().describe("Waits longer than was promised."),
  assigneeName: z.string().nullable().describe("Whose it is to decide; null: nobody's yet."),
  own: z.boolean().describe("The caller's own, which somebody else decides."),
  decidedAt: z.date().nullable(),
  reviewerName: z.string().nullable(),
  reason: z.string().nullable(),
  award: awardView.nullable(),
});
export type ApplicationView = z.infer<typeof applicationView>;
export const applicationPage = pageOf(applicationView);

export const createPoolInput = z.strictObject({
  name: plainText({ min: 3, max: 80 }),
  description: plainText({ min: 10, max: 500 }),
  currency: z.enum(CURRENCIES),
});
export type CreatePoolInput = z.infer<typeof createPoolInput>;
export const poolInput = z.strictObject({ id });
export const contributeInput = z.strictObject({ poolId: id, amount, note: plainText({ min: 3, max: 300 }) });
export type ContributeInput = z.infer<typeof contributeInput>;
export const contributedAnswer = z.object({ contributionId: z.string() });

/** What the ledger says of a pool: funded = reserved + spent + free. */
export const poolFigures = {
  funded: moneySchema.describe("Given by donors and the platform, less what was given back to donors."),
  reserved: moneySchema.describe("Kept aside for awards that are approved and not used."),
  spent: moneySchema.describe("Paid for courses."),
  free: moneySchema.describe("Left for awards to come."),
};
export const poolView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  status: z.enum(["open", "closed"]),
  createdAt: z.date(),
  ...poolFigures,
});
export type PoolView = z.infer<typeof poolView>;
export const poolList = z.object({ items: z.array(poolView) });

/** What anybody may see of a fund that takes gifts. */
export const openPool = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  currency: z.enum(CURRENCIES),
});
export const openPoolList = z.object({ items: z.array(openPool) });
export type OpenPool = z.infer<typeof openPool>;

export const impactView = z.object({
  items: z.array(
    z.object({
      currency: z.enum(CURRENCIES),
      ...poolFigures,
      given: z.number().int().describe("Grants that were approved."),
      used: z.number().int().describe("Of those, how many became a place in a course."),
      finished: z.number().int().describe("Of those, how many ended with the course completed."),
      costPerFinisher: moneySchema.nullable().describe("Spent, by finisher; null before the first."),
    }),
  ),
});
export type ImpactView = z.infer<typeof impactView>;
