import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { InvalidInput, newId } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Context, TxContext } from "../platform/context.ts";
import { addPerson, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { ReviewAlreadyResolved, ReviewNotFound } from "./errors.ts";
import {
  listReviews,
  lockOpenReview,
  openReview,
  orderIdOfReview,
  reopenReviewOf,
  resolveReview,
  resolveReviewOf,
} from "./reviews.ts";

const services = testServices(testDatabase());
const inTx = <T>(act: (ctx: TxContext) => Promise<T>, ctx: Context = guest(services)) => withTransaction(ctx, act);
let serial = 0;
let key = "";

beforeEach(() => {
  serial += 1;
  key = `payment:pay_${serial}`;
});

const details = { asked: 4_900, came: 100 };
const open = (dedupeKey = key) =>
  inTx((ctx) => openReview(ctx, { orderId: null, reason: "unknown_order", details, dedupeKey }));
async function reviewOf(dedupeKey = key) {
  const [row] = await services.db
    .select()
    .from(tables.orderReviews)
    .where(eq(tables.orderReviews.dedupeKey, dedupeKey));
  if (!row) throw new Error("no such review");
  return row;
}
const trailOf = async (subjectId: string) =>
  (await services.db.select().from(tables.auditEntries).where(eq(tables.auditEntries.subjectId, subjectId)))
    .map(({ action, subjectKind, after }) => ({ action, subjectKind, after }))
    .sort((a, b) => a.action.localeCompare(b.action));

test("many messages of one payment open one review, and the audit says why", async () => {
  expect([await open(), await open()]).toEqual([true, false]);
  const review = await reviewOf();
  expect(review).toMatchObject({ reason: "unknown_order", details, resolvedAt: null, resolution: null });
  expect(await trailOf(review.id)).toEqual([
    {
      action: "orders.open_review",
      subjectKind: "order",
      after: { reviewId: review.id, reason: "unknown_order", ...details },
    },
  ]);
});

test("it is decided once, by a person whose name stays on it", async () => {
  await open();
  const { id } = await reviewOf();
  const ada = await addPerson(services, "ada", { email: `ada${serial}@example.com` });
  const decide = async (ctx: TxContext) => resolveReview(ctx, await lockOpenReview(ctx, id), "accepted");
  await inTx(decide, await signedIn(services, ada));
  expect(await reviewOf()).toMatchObject({ resolvedAt: expect.any(Date), resolvedBy: ada.id, resolution: "accepted" });
  expect((await trailOf(id)).at(-1)).toEqual({
    action: "orders.resolve_review",
    subjectKind: "order",
    after: { reviewId: id, resolution: "accepted" },
  });
  await expect(inTx(decide)).rejects.toThrow(ReviewAlreadyResolved);
});

test("a decision that no person took bears no name", async () => {
  await open();
  const { id } = await reviewOf();
  await inTx(async (ctx) => resolveReview(ctx, await lockOpenReview(ctx, id), "closed"));
  expect(await reviewOf()).toMatchObject({ resolvedBy: null, resolution: "closed" });
});

test("a refund at the gateway answers it, and undoes the answer when it failed", async () => {
  await open();
  expect(await inTx((ctx) => resolveReviewOf(ctx, key, "refunded"))).toBe(true);
  expect(await inTx((ctx) => resolveReviewOf(ctx, key, "dispute lost"))).toBe(false);
  expect(await reviewOf()).toMatchObject({ resolvedAt: expect.any(Date), resolution: "refunded" });
  await inTx((ctx) => reopenReviewOf(ctx, key));
  expect(await reviewOf()).toMatchObject({ resolvedAt: null, resolvedBy: null, resolution: null });
  expect(await inTx((ctx) => resolveReviewOf(ctx, "payment:another", "refunded"))).toBe(false);
});

test("one that does not exist is not found", async () => {
  await expect(inTx((ctx) => lockOpenReview(ctx, "rev_none"))).rejects.toThrow(ReviewNotFound);
  await expect(inTx((ctx) => orderIdOfReview(ctx, "rev_none"))).rejects.toThrow(ReviewNotFound);
  await open();
  expect(await inTx(async (ctx) => orderIdOfReview(ctx, (await reviewOf()).id))).toBeNull();
});

test("those that wait and those that are decided are listed apart, page by page, the newest first", async () => {
  await services.db.update(tables.orderReviews).set({ resolvedAt: new Date(), resolution: "before" });
  const row = (minute: number) => ({
    id: newId("review"),
    reason: "unknown_order" as const,
    details,
    dedupeKey: `payment:list_${newId("payment")}`,
    createdAt: new Date(Date.UTC(2036, 10, 21, 10, minute)),
  });
  const [first, decided, third, ...twins] = [row(1), row(2), row(3), row(4), row(4)];
  await services.db.insert(tables.orderReviews).values([first, decided, third, ...twins]);
  await inTx((ctx) => resolveReviewOf(ctx, decided.dedupeKey, "refunded"));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listReviews(guest(services), { open: true, limit: 1, ...(cursor ? { cursor } : {}) });
    expect(page.items.length).toBeLessThanOrEqual(1);
    seen.push(...page.items.map((review) => review.id));
    expect(seen.length).toBeLessThanOrEqual(4);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  const twinIds = twins.map(({ id }) => id).sort();
  expect(seen).toEqual([...twinIds.reverse(), third.id, first.id]);
  const { items } = await listReviews(guest(services), { open: false, limit: 1 });
  expect(items).toMatchObject([{ id: decided.id, details, resolution: "refunded" }]);
  await expect(listReviews(guest(services), { open: true, limit: 3, cursor: "forged" })).rejects.toThrow(InvalidInput);
});
