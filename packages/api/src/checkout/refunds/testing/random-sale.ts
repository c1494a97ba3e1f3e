import type { TestDatabase } from "@stoa/db/testing/database";
import { type Currency, type Money, newId } from "@stoa/kit";
import fc from "fast-check";
import { grantEntitlement } from "../../../entitlements/index.ts";
import { award } from "../../../grants/testing/fund.ts";
import { contextAs } from "../../../testing/people.ts";
import { type CourseOnSale, freshAddress } from "../../testing/shop.ts";
import type { Told } from "../../testing/told.ts";
import type { RefundWorld } from "./refund-world.ts";

/** What happened to an order before somebody thinks of a refund; shares are of what is left of the payment. */
const event = fc.oneof(
  fc.record({ kind: fc.constant("refund" as const), share: fc.double({ min: 0.01, max: 0.6, noNaN: true }) }),
  fc.record({ kind: fc.constant("failed refund" as const), share: fc.double({ min: 0.01, max: 0.6, noNaN: true }) }),
  fc.record({
    kind: fc.constantFrom("dispute won" as const, "dispute lost" as const),
    share: fc.double({ min: 0.01, max: 0.6, noNaN: true }),
  }),
);

/** A sale as life has it: several prices, tax within or on top, a coupon or a grant, an affiliate, a course owned elsewhere too. */
export const randomSale = fc.record({
  gateway: fc.constantFrom("stripe" as const, "paypal" as const),
  pricesMinor: fc.array(fc.integer({ min: 100, max: 50_000 }), { minLength: 1, maxLength: 4 }),
  country: fc.constantFrom("DE", "IN", "CA", "US"),
  /** What lowers it: a coupon all of it, a grant of so many per cent its first course. */
  less: fc.oneof(
    fc.constant({ kind: "nothing" as const }),
    fc.constant({ kind: "coupon" as const }),
    fc.record({ kind: fc.constant("grant" as const), percent: fc.integer({ min: 10, max: 40 }) }),
  ),
  affiliate: fc.boolean(),
  inLms: fc.boolean(),
  /** Of the courses, those that the buyer has by another right as well. */
  ownedToo: fc.array(fc.nat(3), { maxLength: 2 }),
  before: fc.array(event, { maxLength: 3 }),
  /** What is then refunded: everything, a share of what is left, or some lines. */
  wish: fc.oneof(
    fc.constant({ kind: "full" as const }),
    fc.record({ kind: fc.constant("amount" as const), share: fc.double({ min: 0.001, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant("lines" as const), indexes: fc.uniqueArray(fc.nat(3), { minLength: 1 }) }),
  ),
});
export type RandomSale = typeof randomSale extends fc.Arbitrary<infer S> ? S : never;

export interface Played {
  orderId: string;
  /** The gateway's name of the payment. */
  paymentId: string;
  lineIds: string[];
  leftMinor: number;
  currency: Currency;
}

/** Plays a sale and what happened to it, up to the refund. */
export async function playSale(world: RefundWorld, sale: RandomSale): Promise<Played> {
  const { shop, database } = world;
  const email = `${newId("correlation")}@example.com`.toLowerCase();
  const courses: CourseOnSale[] = [];
  for (const priceMinor of sale.pricesMinor) {
    courses.push(await shop.addCourse({ priceMinor, ...(sale.inLms ? {} : { lmsCourse: null }) }));
  }
  const [course] = courses;
  if (!course) throw new Error("a sale has a course");
  const lines = courses.map(({ slug }) => ({ kind: "course" as const, id: slug, quantity: 1 }));
  const referral = sale.affiliate ? await world.affiliate.visit() : null;
  const couponCode = await codeOf(world, sale, { course: course.slug, email });
  const { orderId, total } = await shop.start(
    { course, lines, email, country: sale.country, gateway: sale.gateway, ...(couponCode ? { couponCode } : {}) },
    { ip: freshAddress(), referral },
  );
  const gateway = world.gateways[sale.gateway];
  const { paymentId } = await gateway.payment(orderId, total);
  for (const index of new Set(sale.ownedToo)) {
    const owned = courses[index];
    if (owned) await ownToo(world, owned, email);
  }
  for (const happened of sale.before) await play(gateway, database, paymentId, happened);
  const rows = await database.sql<{ id: string }[]>`
    select id from order_lines where order_id = ${orderId} order by position`;
  const leftMinor = await leftOf(database, paymentId);
  return { orderId, paymentId, lineIds: rows.map((row) => row.id), leftMinor, currency: total.currency };
}

async function codeOf(
  { shop, database, couponCode, poolId }: RefundWorld,
  { less }: RandomSale,
  of: { course: string; email: string },
): Promise<string | null> {
  if (less.kind === "nothing") return null;
  if (less.kind === "coupon") return couponCode;
  return (await award(database, shop.services, { ...of, poolId, percent: less.percent })).code;
}

/** The buyer has a course by another right as well. */
async function ownToo({ shop }: RefundWorld, { id }: CourseOnSale, email: string): Promise<void> {
  await grantEntitlement(contextAs(shop.services, { kind: "job", id: "test" }), {
    holder: { userId: null, email },
    productKind: "course",
    subjectId: id,
    source: "grant",
    sourceId: newId("correlation"),
  });
}

async function play(
  gateway: Told,
  database: TestDatabase,
  paymentId: string,
  { kind, share }: RandomSale["before"][number],
) {
  const left = await leftOf(database, paymentId);
  const amount: Money = { amount: Math.max(1, Math.floor(left * share)), currency: "EUR" };
  if (left === 0) return;
  const disputeId = newId("correlation");
  switch (kind) {
    case "refund":
      return gateway.refund(paymentId, amount);
    case "failed refund": {
      const refundId = newId("correlation");
      await gateway.refund(paymentId, amount, { refundId });
      return gateway.refund(paymentId, amount, { refundId, status: "failed" });
    }
    case "dispute won":
    case "dispute lost":
      await gateway.dispute(paymentId, amount, { disputeId });
      return gateway.dispute(paymentId, amount, { disputeId, status: kind === "dispute won" ? "won" : "lost" });
  }
}

/** What of a payment has not gone back. */
export async function leftOf(database: TestDatabase, paymentId: string): Promise<number> {
  const [row] = await database.sql<{ left: number }[]>`
    select (amount_minor - refunded_minor)::int as left from payments where gateway_payment_id = ${paymentId}`;
  return row?.left ?? 0;
}
