import { tables } from "@stoa/db";
import { decodeCursor, found, newId, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { ReviewAlreadyResolved, ReviewNotFound } from "./errors.ts";
import type { ListReviewsInput, ReviewView } from "./schemas.ts";

const { orderReviews } = tables;

export type ReviewReason = (typeof tables.reviewReasonEnum.enumValues)[number];

export interface NewReview {
  orderId: string | null;
  reason: ReviewReason;
  /** What was expected and what came; ids and amounts only. */
  details: Readonly<Record<string, unknown>>;
  /** Names the payment it is about, so that many messages of one payment open one review. */
  dedupeKey: string;
}

export interface Review extends NewReview {
  id: string;
  resolvedAt: Date | null;
}

/** Puts something before people. Gives whether it is new. */
export async function openReview(ctx: TxContext, review: NewReview): Promise<boolean> {
  const rows = await ctx.db
    .insert(orderReviews)
    .values({ id: newId("review", ctx.clock.now().getTime()), ...review })
    .onConflictDoNothing()
    .returning({ id: orderReviews.id });
  const [row] = rows;
  if (!row) return false;
  await recordAudit(ctx, {
    action: "orders.open_review",
    subjectKind: "order",
    subjectId: review.orderId ?? row.id,
    after: { reviewId: row.id, reason: review.reason, ...review.details },
  });
  return true;
}

/** The review, locked for a decision. Throws `ReviewNotFound` and `ReviewAlreadyResolved`. */
export async function lockOpenReview(ctx: TxContext, reviewId: string): Promise<Review> {
  const [row] = await ctx.db.select().from(orderReviews).where(eq(orderReviews.id, reviewId)).for("update");
  const review = found(row, () => new ReviewNotFound(reviewId));
  if (review.resolvedAt !== null) throw new ReviewAlreadyResolved(reviewId);
  return { ...review, details: review.details as Record<string, unknown> };
}

/** Writes what was decided. The caller holds the review by `lockOpenReview`. */
export async function resolveReview(ctx: TxContext, review: Review, resolution: string): Promise<void> {
  await ctx.db
    .update(orderReviews)
    .set({ resolvedAt: sql`now()`, resolvedBy: ctx.actor.kind === "user" ? ctx.actor.id : null, resolution })
    .where(eq(orderReviews.id, review.id));
  await recordAudit(ctx, {
    action: "orders.resolve_review",
    subjectKind: "order",
    subjectId: review.orderId ?? review.id,
    after: { reviewId: review.id, resolution },
  });
}

/** The open reviews of one payment that a refund at the gateway has answered by itself. */
export async function resolveReviewOf(ctx: TxContext, dedupeKey: string, resolution: string): Promise<boolean> {
  const rows = await ctx.db
    .update(orderReviews)
    .set({ resolvedAt: sql`now()`, resolution })
    .where(and(eq(orderReviews.dedupeKey, dedupeKey), isNull(orderReviews.resolvedAt)))
    .returning({ id: orderReviews.id });
  return rows.length > 0;
}

/** Puts the review of a payment before people again, because what had answered it is undone. */
export async function reopenReviewOf(ctx: TxContext, dedupeKey: string): Promise<void> {
  await ctx.db
    .update(orderReviews)
    .set({ resolvedAt: null, resolvedBy: null, resolution: null })
    .where(eq(orderReviews.dedupeKey, dedupeKey));
}

/** Whether something about an order still waits for a decision. The caller holds the order. */
export async function hasOpenReview(ctx: TxContext, orderId: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: orderReviews.id })
    .from(orderReviews)
    .where(and(eq(orderReviews.orderId, orderId), isNull(orderReviews.resolvedAt)))
    .limit(1);
  return rows.length > 0;
}

/** The order that a review is about, to be locked before the review. It never changes. Throws `ReviewNotFound`. */
export async function orderIdOfReview(ctx: TxContext, reviewId: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ orderId: orderReviews.orderId })
    .from(orderReviews)
    .where(eq(orderReviews.id, reviewId));
  return found(row, () => new ReviewNotFound(reviewId)).orderId;
}

/** What waits for a decision, or was decided; the newest first. */
export async function listReviews(ctx: Context, input: ListReviewsInput): Promise<Page<ReviewView>> {
  const after = input.cursor ? decodeCursor(input.cursor, ["instant", "text"]) : null;
  const rows = await ctx.db
    .select()
    .from(orderReviews)
    .where(
      and(
        input.open ? isNull(orderReviews.resolvedAt) : isNotNull(orderReviews.resolvedAt),
        after
          ? sql`(${orderReviews.createdAt}, ${orderReviews.id}) < (${after[0]}::timestamptz, ${after[1]})`
          : undefined,
      ),
    )
    .orderBy(desc(orderReviews.createdAt), desc(orderReviews.id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id]);
  return {
    items: page.items.map((row) => ({ ...row, details: row.details as Record<string, unknown> })),
    nextCursor: page.nextCursor,
  };
}
