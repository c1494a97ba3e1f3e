import { together } from "@stoa/db";
import { coursesForSale } from "../../courses/index.ts";
import {
  endEntitlements,
  grantEntitlement,
  hasLiveEntitlement,
  subjectsHeldOtherwise,
} from "../../entitlements/index.ts";
import { closeEnrolments, openEnrolment, openEnrolmentsOf, progressOfHolder } from "../../learning/index.ts";
import { requestLmsSyncs } from "../../lms/index.ts";
import type { Order, OrderLine } from "../../orders/index.ts";
import type { Context, TxContext } from "../../platform/context.ts";
import type { Buyer } from "../buyer.ts";
import { AlreadyOwned, CourseNotForSale, FulfilmentRefused, QuantityNotOffered } from "../errors.ts";
import type { Offer, ProductKind, TakenBack, Wish } from "../product-kind.ts";

/** A course: one a person, without stock, so nothing is reserved and nothing released. */
export const courseKind: ProductKind = {
  quote: quoteCourses,
  reserve: async () => {},
  release: async () => {},
  fulfil: giveCourse,
  foresee: foreseeTakingBack,
  reverse: takeCoursesBack,
  usedPercent: (ctx, line, buyer) => progressOfHolder(ctx, { holder: holderOf(buyer), courseId: line.subjectId }),
};

/**
 * The published courses at the price of this moment. A draft, a deleted and an absent one are refused alike. Ownership
 * is told to the signed-in owner alone: to a guest every address looks the same, and a course that turns out to be owned
 * when the money comes is held for review, where it can be given back.
 */
async function quoteCourses(ctx: Context, wishes: readonly Wish[], buyer: Buyer): Promise<Offer[]> {
  const courses = await coursesForSale(
    ctx,
    wishes.map((wish) => wish.id),
  );
  const offers = wishes.map((wish): Offer => {
    const course = courses.find((each) => each.id === wish.id || each.slug === wish.id);
    if (course?.status !== "published" || course.deleted) throw new CourseNotForSale(wish.id);
    if (wish.quantity !== 1) throw new QuantityNotOffered("course");
    const { id: subjectId, title, price: unit, instructorId: sellerId } = course;
    return {
      kind: "course",
      subjectId,
      title,
      path: `/courses/${course.slug}`,
      sellerId,
      quantity: 1,
      unit,
      taxed: true,
    };
  });
  for (const offer of offers) {
    if (await owns(ctx, buyer, offer.subjectId)) throw new AlreadyOwned(offer.subjectId);
  }
  return offers;
}

async function owns(ctx: Context, buyer: Buyer, courseId: string): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== "user") return false;
  // What waits under an address is told only to the account that has proved it.
  const holder = { userId: actor.id, email: actor.emailVerified ? buyer.email : "" };
  return hasLiveEntitlement(ctx, { holder, productKind: "course", subjectId: courseId });
}

/** Gives access, enrols, and has the external LMS told; the caller holds the buyer's lock. */
async function giveCourse(ctx: TxContext, order: Order, line: OrderLine, buyer: Buyer): Promise<void> {
  const right = { holder: holderOf(buyer), productKind: "course", subjectId: line.subjectId } as const;
  const [[course], owned] = await together([
    () => coursesForSale(ctx, [line.subjectId]),
    () => hasLiveEntitlement(ctx, right),
  ]);
  if (course === undefined || course.deleted) throw new FulfilmentRefused("fulfilment_refused", line.subjectId);
  if (owned) throw new FulfilmentRefused("already_owned", course.id);
  const [, enrolment] = await together([
    () => grantEntitlement(ctx, { ...right, source: "order", sourceId: line.id }),
    () => openEnrolment(ctx, { holder: right.holder, courseId: course.id }),
  ]);
  const { email, name } = buyer;
  await requestLmsSyncs(ctx, [{ enrolmentId: enrolment.id, orderId: order.id, courseId: course.id, email, name }]);
}

/** What taking these courses back would do; the same questions as `takeCoursesBack` asks, three for all of them. */
async function foreseeTakingBack(
  ctx: TxContext,
  lines: readonly OrderLine[],
  buyer: Buyer,
): Promise<Map<string, TakenBack>> {
  const holder = holderOf(buyer);
  const courseIds = lines.map((line) => line.subjectId);
  const right = { holder, productKind: "course", subjectIds: courseIds } as const;
  const [kept, enrolments, courses] = await together([
    () => subjectsHeldOtherwise(ctx, { ...right, exceptSourceIds: lines.map((line) => line.id) }),
    () => openEnrolmentsOf(ctx, { holder, courseIds }),
    () => coursesForSale(ctx, courseIds),
  ]);
  const inLms = new Set(courses.flatMap((course) => (course.lmsCourse === null ? [] : course.id)));
  return new Map(
    lines.map(({ id, subjectId }) => {
      const keptByAnother = kept.has(subjectId);
      const enrolmentIds = keptByAnother
        ? []
        : enrolments.flatMap((enrolment) => (enrolment.courseId === subjectId ? enrolment.id : []));
      return [id, { keptByAnother, enrolmentIds, inLms: inLms.has(subjectId) && enrolmentIds.length > 0 }];
    }),
  );
}

/** Ends what these lines gave; an enrolment closes only when nothing else gives its course. */
async function takeCoursesBack(ctx: TxContext, order: Order, lines: readonly OrderLine[], buyer: Buyer): Promise<void> {
  const [holder, sourceIds] = [holderOf(buyer), lines.map((line) => line.id)];
  await endEntitlements(ctx, { source: "order", sourceIds, reason: `order ${order.id} was given back` });
  const subjectIds = lines.map((line) => line.subjectId);
  const right = { holder, productKind: "course", subjectIds } as const;
  const kept = await subjectsHeldOtherwise(ctx, { ...right, exceptSourceIds: sourceIds });
  const courseIds = subjectIds.filter((id) => !kept.has(id));
  if (courseIds.length === 0) return;
  const closed = await closeEnrolments(ctx, { holder, courseIds, status: "refunded" });
  const { email, name } = buyer;
  const asks = closed.map(({ id: enrolmentId, courseId }) => ({
    enrolmentId,
    orderId: order.id,
    courseId,
    email,
    name,
  }));
  await requestLmsSyncs(ctx, asks);
}

function holderOf(buyer: Buyer) {
  return { userId: buyer.userId, email: buyer.email };
}
