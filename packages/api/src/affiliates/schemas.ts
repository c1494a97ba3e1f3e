import { CURRENCIES, instantSchema, moneySchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";
import { payoutDestination, payoutGateway } from "../payouts/schemas.ts";
import { plainText } from "../platform/clean-text.ts";

const id = z.string().min(5).max(60);
const rateBps = z.number().int().describe("Basis points: 1000 is 10%.");
const status = z.enum(["active", "suspended"]);
const referralStatus = z.enum(["accepted", "held", "refused"]);
const model = z.enum(["last_click", "first_click"]);
export const doneAnswer = z.object({ done: z.literal(true) });

/** A page of the shop, where a link may lead. */
const path = z
  .string()
  .trim()
  .max(300)
  .regex(/^\/([^\s\\/][^\s\\]*)?$/, "is a path of this shop, such as /courses");

export const programmeView = z.object({
  open: z.boolean(),
  rateBps,
  windowDays: z.number().int(),
  model,
  holdDays: z.number().int(),
  termsVersion: z.string(),
  payoutGateways: z.array(payoutGateway).describe("By which services commissions are paid out; none: not yet."),
});
export type ProgrammeView = z.infer<typeof programmeView>;

export const joinInput = z.strictObject({
  termsVersion: z.string().max(20).describe("The version of the terms that the person has read and accepts."),
  code: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{2,31}$/, "is 3 to 32 letters, digits and dashes")
    .optional()
    .describe("As it is to stand in links; drawn, when none is asked for."),
  payoutAccount: z
    .strictObject({ gateway: payoutGateway, destination: payoutDestination })
    .optional()
    .describe("Where the commissions go. Needed where one of `payoutGateways` is on."),
});
export type JoinInput = z.infer<typeof joinInput>;

export const ownAffiliate = z.object({
  id: z.string(),
  code: z.string(),
  link: z.string(),
  status,
  suspendedReason: z.string().nullable(),
  rateBps,
  payoutAccountId: z.string().nullable(),
  joinedAt: z.date(),
});
export type OwnAffiliate = z.infer<typeof ownAffiliate>;

export const dashboardInput = z.strictObject({ days: z.coerce.number().int().min(7).max(366).default(30) });
const release = z.object({ availableAt: z.date(), reason: z.string(), amount: moneySchema });
export const balances = z.object({
  currency: z.enum(CURRENCIES),
  earned: moneySchema.describe("Commission ever earned, before clawbacks."),
  clawedBack: moneySchema,
  held: moneySchema.describe("Released later; see `upcoming`."),
  frozen: moneySchema.describe("Kept while a dispute is open."),
  payable: moneySchema.describe("Can be paid out now; below zero, what is missing is kept from later releases."),
  inPayout: moneySchema.describe("Reserved for payouts under way."),
  owedBack: moneySchema.describe("Clawed back after it was paid out; the next commissions pay it."),
  paid: moneySchema,
  upcoming: z.array(release).describe("Why it is not payable yet, day by day."),
});
export type Balances = z.infer<typeof balances>;
const day = z.object({
  day: z.string(),
  clicks: z.number().int(),
  conversions: z.number().int(),
  earned: z.array(moneySchema),
});
export type StatsDay = z.infer<typeof day>;
export const dashboard = z.object({
  countedAt: z.date().describe("How fresh clicks, sales and earnings are. Balances are exact at this moment."),
  clicks: z.number().int(),
  conversions: z.number().int(),
  conversionBps: z.number().int().nullable().describe("Sales for each click, in basis points; null without clicks."),
  balances: z.array(balances),
  days: z.array(day),
});
export type Dashboard = z.infer<typeof dashboard>;

export const ownReferralsInput = z.strictObject(pageInput);
const commission = z.object({
  title: z.string(),
  rateBps,
  net: moneySchema,
  earned: moneySchema,
  remaining: moneySchema,
  availableAt: z.date(),
  frozen: z.boolean(),
});
export const ownReferral = z.object({
  id: z.string(),
  status: referralStatus,
  placedAt: z.date(),
  convertedAt: z.date().nullable(),
  commissions: z.array(commission),
});
export type OwnReferral = z.infer<typeof ownReferral>;
export const ownReferralPage = pageOf(ownReferral);

const anInstant = z.coerce.date().pipe(instantSchema);
export const statementInput = z.strictObject({
  currency: z.enum(CURRENCIES),
  from: anInstant,
  until: anInstant.describe("Up to, but without, this instant."),
});
export type StatementInput = z.infer<typeof statementInput>;
const statementLine = z.object({
  at: z.date(),
  code: z.string(),
  subject: z.string(),
  amount: moneySchema.describe("Above zero when it adds to what is owed to the affiliate."),
  balance: moneySchema,
});
export const statementView = z.object({
  opening: moneySchema,
  closing: moneySchema,
  lines: z.array(statementLine),
  complete: z.boolean().describe("False when the period holds more lines than one statement; ask for a shorter one."),
});
export type StatementView = z.infer<typeof statementView>;
export const fileAnswer = z.object({ filename: z.string(), csv: z.string(), complete: z.boolean() });
export const pdfAnswer = z.object({ filename: z.string(), pdf: z.base64() });

export const creativeInput = z.strictObject({
  title: plainText({ max: 120 }),
  body: plainText({ max: 1_000 }),
  imageUrl: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable()
    .default(null),
  path,
});
export type CreativeInput = z.infer<typeof creativeInput>;
export const creative = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  imageUrl: z.string().nullable(),
  path: z.string(),
});
export type Creative = z.infer<typeof creative>;
export const creativeList = z.object({ items: z.array(creative) });
export const ownCreative = creative.extend({ link: z.string() });
export type OwnCreative = z.infer<typeof ownCreative>;
export const ownCreativeList = z.object({ items: z.array(ownCreative) });
export const creativeIdInput = z.strictObject({ creativeId: id });
export const creativeAnswer = z.object({ creativeId: z.string() });

export const affiliateInput = z.strictObject({ affiliateId: id });
export const suspendInput = z.strictObject({ affiliateId: id, reason: plainText({ max: 300 }) });
export const agreeTermsInput = z
  .strictObject({
    affiliateId: id.nullable().default(null),
    courseId: id.nullable().default(null),
    rateBps: z.int().min(0).max(9_000, "This is at most 90 per cent."),
  })
  .refine(({ affiliateId, courseId }) => affiliateId !== null || courseId !== null, {
    path: ["courseId"],
    message: "A course has to be named, where no affiliate is.",
  });
export const termAnswer = z.object({ termId: z.string() });
export const termInput = z.strictObject({ termId: id });
export const term = z.object({
  id: z.string(),
  affiliateId: z.string().nullable(),
  courseId: z.string().nullable(),
  courseTitle: z.string().nullable(),
  rateBps,
});
export type Term = z.infer<typeof term>;
export const termList = z.object({ items: z.array(term) });
export const listTermsInput = z.strictObject({ affiliateId: id.nullable().default(null) });

export const listAffiliatesInput = z.strictObject({
  ...pageInput,
  status: status.optional(),
  q: z.string().trim().max(254).optional().describe("A code, an e-mail address or an id."),
});
export type ListAffiliatesInput = z.infer<typeof listAffiliatesInput>;
export const affiliateRow = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  code: z.string(),
  status,
  clicks: z.number().int(),
  conversions: z.number().int(),
  earned: z.array(moneySchema),
  joinedAt: z.date(),
});
export type AffiliateRow = z.infer<typeof affiliateRow>;
export const affiliatePage = pageOf(affiliateRow);

export const fraudSignals = z.object({
  sameNetworkAffiliates: z.number().int().describe("Others who joined from the same network."),
  samePayoutAffiliates: z.number().int().describe("Others who are paid into the same account."),
  clicks30: z.number().int().describe("Clicks of the last 30 days."),
  busiestNetworkClicks: z.number().int().describe("Of these, those of the busiest network."),
  busiestHourClicks: z.number().int().describe("Of these, those of the busiest hour."),
  refusedReferrals: z.number().int(),
  heldReferrals: z.number().int(),
  refundedBps: z.number().int().nullable().describe("Share of earned commission that was clawed back."),
});
export type FraudSignals = z.infer<typeof fraudSignals>;
export const affiliateDetail = affiliateRow.extend({
  link: z.string(),
  suspendedReason: z.string().nullable(),
  termsVersion: z.string(),
  termsAcceptedAt: z.date(),
  payoutAccountId: z.string().nullable(),
  stats: dashboard,
  signals: fraudSignals,
});
export type AffiliateDetail = z.infer<typeof affiliateDetail>;
export const affiliateDetailInput = z.strictObject({
  affiliateId: id,
  days: z.coerce.number().int().min(7).max(366).default(30),
});

export const listReferralsInput = z.strictObject({
  ...pageInput,
  affiliateId: id.optional(),
  status: referralStatus.optional(),
});
export type ListReferralsInput = z.infer<typeof listReferralsInput>;
export const referralRow = z.object({
  id: z.string(),
  orderId: z.string(),
  affiliateId: z.string(),
  affiliateCode: z.string(),
  buyerEmail: z.string(),
  status: referralStatus,
  signals: z.array(z.string()),
  model,
  windowDays: z.number().int(),
  touchedAt: z.date(),
  placedAt: z.date(),
  convertedAt: z.date().nullable(),
  commission: moneySchema.nullable(),
});
export type ReferralRow = z.infer<typeof referralRow>;
export const referralPage = pageOf(referralRow);
export const decideInput = z.strictObject({
  referralId: id,
  decision: z.enum(["accepted", "refused"]),
  note: plainText({ min: 0, max: 500 }).default(""),
});
export const decideAnswer = z.object({ referralId: z.string(), status: referralStatus });
