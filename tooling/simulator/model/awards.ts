import { mulDiv } from "@stoa/kit";
import { endCoupon } from "./coupons.ts";
import { freeIn } from "./grants.ts";
import type { Holder, Shop } from "./shop.ts";

export interface Application extends Holder {
  course: string;
  status: "submitted" | "approved" | "rejected";
}

/** A part of a course's price that a pool pays for one person, by a coupon of theirs alone. */
export interface Award {
  application: string;
  pool: string;
  course: string;
  coupon: string;
  granted: number;
  currency: string;
  expiresAt: number;
  status: "open" | "used" | "expired" | "returned" | "revoked";
  spent: number | null;
  order: string | null;
}

/** An application that waits already is not made twice. */
export function apply(shop: Shop, id: string, application: Holder & { course: string }): void {
  const waits = [...shop.grants.applications.values()].some(
    (each) => each.status === "submitted" && each.course === application.course && each.email === application.email,
  );
  if (!waits) shop.grants.applications.set(id, { ...application, status: "submitted" });
}

export function isGrantable(shop: Shop, course: string): boolean {
  const { status, deleted = true, price = 0 } = shop.courses.get(course) ?? {};
  return status === "published" && !deleted && price > 0;
}

/** Why a reviewer cannot decide an application; null when they can. */
export function whyNotDecide({ grants }: Shop, id: string, reviewer: Holder): string | null {
  const application = grants.applications.get(id);
  if (!application) return "grant_application_not_found";
  if (isOwn({ grants }, id, reviewer)) return "grant_application_own";
  return application.status === "submitted" ? null : "grant_application_decided";
}

function isOwn({ grants }: Pick<Shop, "grants">, id: string, reviewer: Holder): boolean {
  const { user = null, email = "" } = grants.applications.get(id) ?? {};
  return email === reviewer.email || (user !== null && user === reviewer.user);
}

export interface Approval {
  application: string;
  pool: string;
  percent: number;
  expiresAt: number;
}

/** What is granted of the price of this moment, or the code of the rule that refuses it. */
export function grantOf(shop: Shop, { application, pool: id, percent }: Approval, reviewer: Holder): number | string {
  const undecidable = whyNotDecide(shop, application, reviewer);
  if (undecidable !== null) return undecidable;
  const pool = shop.grants.pools.get(id);
  if (!pool?.open) return "grant_pool_closed";
  const courseId = shop.grants.applications.get(application)?.course ?? "";
  const course = shop.courses.get(courseId);
  if (!course || !isGrantable(shop, courseId)) return "course_cannot_be_granted";
  if (course.currency !== pool.currency) return "grant_pool_currency";
  const granted = mulDiv(course.price, percent, 100);
  return granted > freeIn(shop, id) ? "grant_pool_exhausted" : granted;
}

/** So much is kept aside, and a coupon fixes what is left to pay, whatever the price becomes. */
export function approve(shop: Shop, id: string, coupon: string, approval: Approval, reviewer: Holder): void {
  const granted = grantOf(shop, approval, reviewer);
  const application = shop.grants.applications.get(approval.application);
  const course = shop.courses.get(application?.course ?? "");
  if (typeof granted === "string" || !application || !course) return;
  application.status = "approved";
  const { pool, expiresAt } = approval;
  const { user, email, course: courseId } = application;
  const { currency } = course;
  shop.grants.awards.set(id, {
    ...{ application: approval.application, pool, coupon, granted, currency, expiresAt, course: courseId },
    ...{ status: "open", spent: null, order: null },
  });
  shop.coupons.set(coupon, {
    discount: { kind: "price", amount: course.price - granted, currency },
    ...{ courses: [courseId], holder: { user, email }, max: 1, perPerson: 1, endsAt: expiresAt },
    ...{ returns: false, status: "active" },
  });
}

/** What is over is free in its pool again, unless an order still holds the coupon. */
export function expireAwards(shop: Shop): void {
  for (const award of shop.grants.awards.values()) {
    if (award.expiresAt <= shop.now && award.status === "open" && !isHeld(shop, award)) end(shop, award, "expired");
  }
}

/** Why an award cannot be taken back; null when it can, or was before. */
export function whyNotRevoke(shop: Shop, id: string, reviewer: Holder): string | null {
  const award = shop.grants.awards.get(id);
  if (!award) return "grant_award_not_found";
  if (isOwn(shop, award.application, reviewer)) return "grant_application_own";
  if (award.status === "used" || award.status === "returned") return "grant_award_redeemed";
  if (award.status === "expired") return "grant_award_over";
  return award.status === "open" && isHeld(shop, award) ? "grant_award_being_redeemed" : null;
}

export function revoke(shop: Shop, id: string, reviewer: Holder): void {
  const award = shop.grants.awards.get(id);
  if (award?.status === "open" && whyNotRevoke(shop, id, reviewer) === null) end(shop, award, "revoked");
}

function end(shop: Shop, award: Award, status: "expired" | "revoked"): void {
  endCoupon(shop, award.coupon);
  award.status = status;
}

/** Somebody who pays just now has been promised the price. */
function isHeld(shop: Shop, { coupon }: Award): boolean {
  return shop.redemptions.some((use) => use.coupon === coupon && use.status === "reserved");
}
