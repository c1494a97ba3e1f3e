import { addMs, DAY_MS, invariant, money } from "@stoa/kit";
import { createCoupon } from "../coupons/index.ts";
import { createCouponInput } from "../coupons/schemas.ts";
import {
  approveApplication,
  contributeToPool,
  createPool,
  listApplications,
  submitApplication,
} from "../grants/index.ts";
import { applyInput, listApplicationsInput } from "../grants/schemas.ts";
import type { Context } from "../platform/context.ts";

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
] as const;

/**
 * A fund with the platform's money in it, applications that wait, one that was approved, and a coupon for everybody; all
 * through the verbs, so that the books balance.
 */
export async function seedGrants(ctx: Context): Promise<void> {
  const { id: poolId } = await createPool(ctx, {
    name: "Open door",
    description: "For people who would come if they could pay. The platform began it; anybody may add to it.",
    currency: "EUR",
  });
  await contributeToPool(ctx, { poolId, amount: money(50_000, "EUR"), note: "To begin with" });
  for (const application of APPLICATIONS) await submitApplication(ctx, applyInput.parse(application));
  const { items } = await listApplications(ctx, listApplicationsInput.parse({}));
  const approved = items.find((item) => item.email === APPLICATIONS[0].email);
  invariant(approved, "who has applied waits in the queue");
  const expiresAt = addMs(ctx.clock.now(), 30 * DAY_MS);
  await approveApplication(ctx, { id: approved.id, poolId, percent: 80, expiresAt });
  const label = "A welcome, on every course";
  const discount = { kind: "percentage", rateBps: 1_000 };
  await createCoupon(
    ctx,
    createCouponInput.parse({ code: "WELCOME10", label, discount, scope: { kind: "all_courses" } }),
  );
}
