import { instantSchema, moneyInput, moneySchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";
import { plainText } from "../platform/clean-text.ts";
import { fileFault } from "../platform/csv-table.ts";
import { COUPON_CODE_MAX, normaliseCode } from "./coupon-code.ts";

/** What a person types where a code is asked for; whatever else it is, it is no coupon's. */
export const couponCodeInput = z.string().trim().max(COUPON_CODE_MAX);

const id = z.string().min(5).max(60);
const newCode = z
  .string()
  .max(COUPON_CODE_MAX)
  .transform(normaliseCode)
  .pipe(z.string().regex(/^[0-9A-Z][0-9A-Z-]{3,39}$/, "has 4 to 40 letters, digits and hyphens only"));

const discount = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("percentage"),
    rateBps: z.int().min(1).max(10_000, "This is at most 100 per cent.").describe("Basis points: 1500 is 15%."),
  }),
  z.strictObject({
    kind: z.literal("amount"),
    amount: moneyInput.refine(({ amount }) => amount > 0 && amount <= 1_000_000_000, "is more than nothing"),
  }),
]);
const scope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all_courses") }),
  z.strictObject({ kind: z.literal("courses"), courseIds: z.array(id).min(1).max(100) }),
  z.strictObject({ kind: z.literal("instructor"), instructorId: id }),
]);
const uses = z.int().min(1).max(1_000_000).nullable();

export const createCouponInput = z
  .strictObject({
    code: newCode.optional().describe("One that nobody can guess, unless told."),
    label: plainText({ max: 120 }).describe("For staff."),
    discount,
    scope,
    maxRedemptions: uses.default(null).describe("Null: without end."),
    perPerson: uses.default(1).describe("How often one person may use it. Null: without end."),
    startsAt: instantSchema.optional().describe("Now, unless told."),
    endsAt: instantSchema.nullable().default(null).describe("From this instant on it is over."),
    returnsOnRefund: z.boolean().default(false).describe("Whether a use is given back with a refund of the whole."),
  })
  .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || startsAt < endsAt, {
    path: ["endsAt"],
    message: "is after its start",
  });
export type CreateCouponInput = z.infer<typeof createCouponInput>;

export const couponInput = z.strictObject({ id });
export const createdCoupon = z.object({ id: z.string(), code: z.string() });

export const couponStatus = z.enum(["active", "paused", "ended"]);
export const listCouponsInput = z.strictObject({
  ...pageInput,
  status: couponStatus.optional(),
  q: z.string().trim().min(2).max(120).optional().describe("A code's beginning."),
  personal: z.boolean().default(false).describe("Those of one person, as grants issue them, instead of the others."),
});
export type ListCouponsInput = z.infer<typeof listCouponsInput>;

export const couponFileInput = z.strictObject({
  csv: z.string().max(200_000).describe("A heading and one coupon a line, as the export has them."),
});
export const checkedFile = z.object({
  coupons: z
    .array(
      z.object({
        line: z.number().int(),
        code: z.string().nullable().describe("Null: one that nobody can guess."),
        label: z.string(),
        discount,
        scope: z.enum(["all_courses", "courses", "instructor"]),
        maxRedemptions: uses,
        endsAt: z.date().nullable(),
      }),
    )
    .describe("The lines that can be read."),
  faults: z.array(fileFault),
});
export type CheckedFile = z.infer<typeof checkedFile>;
export const importedFile = z.object({ made: z.number().int() });

export const couponView = z.object({
  id: z.string(),
  code: z.string(),
  label: z.string(),
  discount: z.enum(["percentage", "amount", "price"]),
  rateBps: z.number().int().nullable(),
  amount: moneySchema.nullable().describe("What is taken off, or, of a `price`, what is left to pay."),
  scope: z.enum(["all_courses", "courses", "instructor"]),
  courseTitles: z.array(z.string()),
  instructorName: z.string().nullable(),
  personal: z.boolean(),
  maxRedemptions: z.number().int().nullable(),
  perPerson: z.number().int().nullable(),
  reserved: z.number().int().describe("Uses by checkouts that are open."),
  consumed: z.number().int().describe("Uses by orders that are paid."),
  startsAt: z.date(),
  endsAt: z.date().nullable(),
  returnsOnRefund: z.boolean(),
  status: couponStatus,
  createdAt: z.date(),
});
export type CouponView = z.infer<typeof couponView>;
export const couponPage = pageOf(couponView);
