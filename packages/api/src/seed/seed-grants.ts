import { tables } from "@stoa/db";
import { addMs, DAY_MS, invariant, money } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { startCheckout } from "../checkout/index.ts";
import { createCoupon } from "../coupons/index.ts";
import { createCouponInput } from "../coupons/schemas.ts";
import {
  approveApplication,
  contributeToPool,
  createPool,
  listApplications,
  rejectApplication,
  submitApplication,
} from "../grants/index.ts";
import { applyInput, listApplicationsInput } from "../grants/schemas.ts";
import type { Context } from "../platform/context.ts";
import { asPerson, asVisitor } from "./as-somebody.ts";
import { seedSale } from "./seed-sale.ts";

const SAMI = "sami@stoa.example";

const APPLICATIONS = [
  {
    course: "drawing-what-is-there",
    name: "Lina Berg",
    email: "lina@stoa.example",
    statement:
      "I draw with the children of our reading room and would like to teach them to see. I cannot pay all of it.",
    requestedPercent: 80,
  },
  {
    course: "reading-the-night-sky",
    name: "Ravi Patel",
    email: "ravi@example.com",
    statement: "I run the science club of a village school. There is a dark sky above us and no money for a course.",
    requestedPercent: 100,
  },
  {
    course: "bread-in-four-ingredients",
    name: "Amélie Laurent",
    email: "amelie@example.com",
    statement: "I am opening a small bakery after two years without work, and every euro is in the oven already.",
    requestedPercent: 50,
  },
  {
    course: "double-entry-for-makers",
    name: "Sami Okafor",
    email: SAMI,
    statement: "Three of us mend bicycles and nobody knows what we earn. I would do our books, if I knew how.",
    requestedPercent: 100,
  },
  {
    course: "sound-in-small-rooms",
    name: "Viktor Holm",
    email: "viktor@example.com",
    statement: "My firm would like me to take this and pays for courses, but the form is long and yours is short.",
    requestedPercent: 100,
  },
] as const;

/**
 * A fund that the platform began and a giver added to, with applications in every state: two that wait, one that was
 * approved, one that was redeemed, one that was turned down. And a coupon for everybody. All through the verbs, so that the
 * books balance.
 */
export async function seedGrants(ctx: Context): Promise<void> {
  const { id: poolId } = await createPool(ctx, {
    name: "Open door",
    description: "For people who would come if they could pay. The platform began it; anybody may add to it.",
    currency: "EUR",
  });
  await contributeToPool(ctx, { poolId, amount: money(50_000, "EUR"), note: "To begin with" });
  const giver = asVisitor(ctx, { daysAgo: 9, ip: "203.0.113.40" });
  const gift = { kind: "donation", id: poolId, quantity: 1, amount: money(7_500, "EUR") } as const;
  await seedSale(giver, { wish: gift, email: "ana@example.com" });
  for (const application of APPLICATIONS) await submitApplication(ctx, applyInput.parse(application));
  const { items } = await listApplications(ctx, listApplicationsInput.parse({}));
  const idOf = (email: string) => {
    const found = items.find((item) => item.email === email);
    invariant(found, "who has applied waits in the queue");
    return found.id;
  };
  const expiresAt = addMs(ctx.clock.now(), 30 * DAY_MS);
  await approveApplication(ctx, { id: idOf("lina@stoa.example"), poolId, percent: 80, expiresAt });
  const { awardId } = await approveApplication(ctx, { id: idOf(SAMI), poolId, percent: 100, expiresAt });
  await redeem(ctx, awardId);
  await rejectApplication(ctx, {
    id: idOf("viktor@example.com"),
    reason: "The fund is for people whom nobody else pays for. Your firm does; we hope to see you here all the same.",
  });
  await seedCoupon(ctx);
}

/** All of the price is granted and the address proved, so nothing is paid and no gateway asked. */
async function redeem(ctx: Context, awardId: string): Promise<void> {
  const [coupon] = await ctx.db
    .select({ code: tables.coupons.code })
    .from(tables.coupons)
    .innerJoin(tables.grantAwards, eq(tables.grantAwards.couponId, tables.coupons.id))
    .where(eq(tables.grantAwards.id, awardId));
  invariant(coupon, "an award has a coupon");
  const sami = await asPerson(ctx, SAMI, { daysAgo: 0, ip: "203.0.113.41" });
  const lines = [{ kind: "course", id: "double-entry-for-makers", quantity: 1 }] as const;
  await startCheckout(sami, { lines: [...lines], couponCode: coupon.code });
}

async function seedCoupon(ctx: Context): Promise<void> {
  const label = "A welcome, on every course";
  const discount = { kind: "percentage", rateBps: 1_000 };
  await createCoupon(
    ctx,
    createCouponInput.parse({ code: "WELCOME10", label, discount, scope: { kind: "all_courses" } }),
  );
}
