import { z } from "zod";
import { accessRules, OPEN_TO_ALL } from "../platform/access-rules.ts";
import { plainText } from "../platform/clean-text.ts";

export const allSettings = z.object({
  maintenance: z.object({ on: z.boolean(), message: z.string().nullable() }),
  seller: z.object({
    name: z.string(),
    address: z.string(),
    taxNumber: z.string().nullable(),
    supportEmail: z.string(),
  }),
  signInAccess: accessRules,
  publicFormAccess: accessRules,
  staffAccess: accessRules,
  refundPolicy: z.object({ withinDays: z.number().int(), underPercent: z.number().int() }),
  affiliateProgramme: z.object({
    open: z.boolean(),
    rateBps: z.number().int(),
    windowDays: z.number().int(),
    model: z.enum(["last_click", "first_click"]),
    holdDays: z.number().int(),
    termsVersion: z.string(),
  }),
  payouts: z.object({
    minimum: z.number().int(),
    approvalAbove: z.number().int(),
    coolingOffHours: z.number().int(),
    batchDay: z.number().int(),
  }),
});
export type AllSettings = z.infer<typeof allSettings>;
export type SettingKey = keyof AllSettings;

/** Every setting that staff change without a deploy: what it takes, and what holds until somebody sets it. */
export const SETTINGS: { readonly [K in SettingKey]: { schema: z.ZodType<AllSettings[K]>; initial: AllSettings[K] } } =
  {
    /** The shop's page while it is being worked on; staff still get in. */
    maintenance: {
      schema: z.strictObject({ on: z.boolean(), message: plainText({ max: 300 }).nullable() }),
      initial: { on: false, message: null },
    },
    /** Who sells, as it stands on receipts. */
    seller: {
      schema: z.strictObject({
        name: plainText({ max: 120 }),
        address: plainText({ max: 300 }),
        taxNumber: plainText({ max: 40 }).nullable(),
        supportEmail: z.email(),
      }),
      initial: {
        name: "Stoa",
        address: "Set the address under Settings",
        taxNumber: null,
        supportEmail: "hello@stoa.example",
      },
    },
    /** From where people may sign in to the shop, send public forms, and work as staff (P15). */
    signInAccess: { schema: accessRules, initial: OPEN_TO_ALL },
    publicFormAccess: { schema: accessRules, initial: OPEN_TO_ALL },
    staffAccess: { schema: accessRules, initial: OPEN_TO_ALL },
    /** What buyers may give back by themselves: so many days after the payment, with less than so much of it done. */
    refundPolicy: {
      schema: z.strictObject({
        withinDays: z.int().min(0).max(365).describe("0: buyers have to ask."),
        underPercent: z.int().min(1).max(101).describe("101: however much is done."),
      }),
      initial: { withinDays: 14, underPercent: 20 },
    },
    /** What new sales by affiliates go by; a sale that was placed keeps what held then (B3, B4). */
    affiliateProgramme: {
      schema: z.strictObject({
        open: z.boolean().describe("Whether anybody may join."),
        rateBps: z
          .int()
          .min(0)
          .max(9_000, "This is at most 90 per cent.")
          .describe("Basis points of what was paid without tax: 1000 is 10%."),
        windowDays: z.int().min(1).max(365).describe("How long after a click a sale counts for it."),
        model: z.enum(["last_click", "first_click"]),
        holdDays: z
          .int()
          .min(0)
          .max(180)
          .describe("How long a commission waits; never less than its sale can be refunded."),
        termsVersion: plainText({ max: 20 }),
      }),
      initial: {
        open: true,
        rateBps: 1_000,
        windowDays: 30,
        model: "last_click",
        holdDays: 30,
        termsVersion: "2026-11",
      },
    },
    /** When money leaves to those who are owed it (M9). Amounts are whole units of the payout's currency. */
    payouts: {
      schema: z.strictObject({
        minimum: z.int().min(1).max(100_000).describe("What is less is not paid out yet."),
        approvalAbove: z.int().min(0).max(1_000_000).describe("A second person approves what is more."),
        coolingOffHours: z.int().min(0).max(720).describe("How long a changed account waits before it is used."),
        batchDay: z
          .int()
          .min(0)
          .max(28)
          .default(1)
          .describe("The day of the month from which everybody is paid what is due; 0: only who asks."),
      }),
      initial: { minimum: 20, approvalAbove: 500, coolingOffHours: 72, batchDay: 1 },
    },
  };

export const changeSettingInput = z.discriminatedUnion("key", [
  z.strictObject({ key: z.literal("maintenance"), value: SETTINGS.maintenance.schema }),
  z.strictObject({ key: z.literal("seller"), value: SETTINGS.seller.schema }),
  z.strictObject({ key: z.literal("signInAccess"), value: SETTINGS.signInAccess.schema }),
  z.strictObject({ key: z.literal("publicFormAccess"), value: SETTINGS.publicFormAccess.schema }),
  z.strictObject({ key: z.literal("staffAccess"), value: SETTINGS.staffAccess.schema }),
  z.strictObject({ key: z.literal("refundPolicy"), value: SETTINGS.refundPolicy.schema }),
  z.strictObject({ key: z.literal("affiliateProgramme"), value: SETTINGS.affiliateProgramme.schema }),
  z.strictObject({ key: z.literal("payouts"), value: SETTINGS.payouts.schema }),
]);
export type ChangeSettingInput = z.infer<typeof changeSettingInput>;

/** Where the caller is seen to come from; null over no network. */
export const callerOrigin = z.object({ ip: z.string(), country: z.string().nullable() }).nullable();

export const publicSettings = z.object({
  maintenance: z.object({ on: z.boolean(), message: z.string().nullable() }),
  supportEmail: z.string(),
});
export type PublicSettings = z.infer<typeof publicSettings>;
export const doneAnswer = z.object({ done: z.literal(true) });

const country = z.string().regex(/^[A-Z]{2}$/, "is an ISO 3166 code of two capital letters");
export const taxRate = z.object({
  country,
  name: z.string().describe("As it stands on the receipt: VAT, GST."),
  rateBps: z.number().int().describe("Basis points: 1900 is 19%."),
  mode: z.enum(["inclusive", "exclusive"]).describe("Whether the listed price holds the tax."),
});
export type TaxRate = z.infer<typeof taxRate>;
export const taxRateList = z.object({ items: z.array(taxRate) });
export const upsertTaxRateInput = z.strictObject({
  country,
  name: plainText({ max: 40 }),
  rateBps: z.number().int().min(0).max(10_000, "This is at most 100 per cent."),
  mode: z.enum(["inclusive", "exclusive"]),
});
export type UpsertTaxRateInput = z.infer<typeof upsertTaxRateInput>;
export const countryInput = z.strictObject({ country });
