import { tables, withTransaction } from "@stoa/db";
import { addMs, DAY_MS, HOUR_MS, InvalidInput, type Money, money, newId } from "@stoa/kit";
import { InsufficientFunds, placeHold } from "@stoa/ledger";
import { issueCoupon, newCouponCode } from "../coupons/index.ts";
import type { CourseForSale } from "../courses/index.ts";
import { announce } from "../platform/announce.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { CourseCannotBeGranted, PoolCurrencyDiffers, PoolExhausted } from "./errors.ts";
import { type Application, decideApplication, lockOpenApplication } from "./open-application.ts";
import { mustBeOpenPool } from "./open-pools.ts";
import { awardHold, sharesOf } from "./postings.ts";
import type { ApprovedAnswer, ApproveInput } from "./schemas.ts";
import { grantableCourse } from "./submit-application.ts";

const { grantAwards } = tables;

const LONGEST_DAYS = 366;

/**
 * Grants a part of a course's price, or all of it: that much is kept aside in the pool, a coupon for this person alone is
 * issued, and the applicant is told, in one transaction. What they are to pay is fixed here, whatever the price becomes.
 * Throws `ApplicationNotFound`, `ApplicationDecided`, `OwnApplication`, `CourseCannotBeGranted`, `PoolExhausted` and what
 * the pool refuses.
 */
export async function approveApplication(ctx: Context, input: ApproveInput): Promise<ApprovedAnswer> {
  mustLastAWhile(ctx, input.expiresAt);
  return withTransaction(ctx, async (tx) => {
    const application = await lockOpenApplication(tx, input.id);
    const pool = await mustBeOpenPool(tx, input.poolId);
    const course = await grantableCourse(tx, application.courseId);
    const { amount: priceMinor, currency } = course.price;
    if (currency !== pool.currency) throw new PoolCurrencyDiffers({ pool: pool.currency, asked: currency });
    const { grantedMinor, payMinor } = sharesOf(priceMinor, input.percent);
    if (grantedMinor === 0) throw new CourseCannotBeGranted(course.id);
    const [granted, toPay] = [money(grantedMinor, currency), money(payMinor, currency)];

    const awardId = newId("grantAward", ctx.clock.now().getTime());
    const holdId = await reserve(tx, { awardId, poolId: pool.id, amount: granted });
    const coupon = await couponFor(tx, application, course, toPay, input.expiresAt);
    await tx.db.insert(grantAwards).values({
      id: awardId,
      applicationId: application.id,
      poolId: pool.id,
      courseId: course.id,
      couponId: coupon.id,
      userId: application.userId,
      emailNormalised: application.emailNormalised,
      percent: input.percent,
      priceMinor,
      grantedMinor,
      payMinor,
      currency,
      holdId,
      expiresAt: input.expiresAt,
    });
    await decideApplication(tx, application.id, { status: "approved" });
    await recordAudit(tx, {
      action: "grants.approve",
      subjectKind: "grant_application",
      subjectId: application.id,
      after: { awardId, poolId: pool.id, percent: input.percent, granted, toPay, expiresAt: input.expiresAt },
    });
    await announce(tx, "grant.approved", {
      awardId,
      applicationId: application.id,
      poolId: pool.id,
      courseId: course.id,
      userId: application.userId,
      percent: input.percent,
      granted,
      toPay,
      expiresAt: input.expiresAt.toISOString(),
    });
    await tellApplicant(tx, { application, course, percent: input.percent, toPay, code: coupon.code, input });
    return { awardId, granted, toPay };
  });
}

function mustLastAWhile(ctx: Context, expiresAt: Date): void {
  const now = ctx.clock.now();
  const reasonable = expiresAt > addMs(now, HOUR_MS) && expiresAt < addMs(now, LONGEST_DAYS * DAY_MS);
  if (!reasonable) throw new InvalidInput([{ path: "expiresAt", message: "is between an hour and a year from now" }]);
}

async function reserve(ctx: TxContext, award: { awardId: string; poolId: string; amount: Money }): Promise<string> {
  try {
    const { holdId } = await placeHold(ctx, {
      kind: "grant_award_approved",
      subject: award.awardId,
      transfer: awardHold(award.poolId, award.amount),
    });
    return holdId;
  } catch (error) {
    throw error instanceof InsufficientFunds ? new PoolExhausted(award.amount) : error;
  }
}

function couponFor(ctx: TxContext, application: Application, course: CourseForSale, toPay: Money, endsAt: Date) {
  return issueCoupon(ctx, {
    code: newCouponCode("GRANT"),
    label: `Grant ${application.id}`,
    discount: { kind: "price", amount: toPay },
    scope: { kind: "courses", courseIds: [course.id] },
    holder: { userId: application.userId, email: application.emailNormalised },
    maxRedemptions: 1,
    perPerson: 1,
    endsAt,
    // The pool's money goes back with a refund, and the award is over.
    returnsOnRefund: false,
  });
}

interface Approved {
  application: Application;
  course: CourseForSale;
  percent: number;
  toPay: Money;
  code: string;
  input: ApproveInput;
}

async function tellApplicant(ctx: TxContext, { application, course, percent, toPay, code, input }: Approved) {
  const redeemUrl = new URL("/checkout", ctx.services.env.WEB_URL);
  redeemUrl.searchParams.set("course", course.slug);
  redeemUrl.searchParams.set("coupon", code);
  await queueMail(ctx, {
    template: "grant-approved",
    to: application.email,
    locale: application.locale,
    userId: application.userId,
    data: {
      name: application.name,
      courseTitle: course.title,
      percent,
      toPay,
      code,
      until: input.expiresAt.toISOString(),
      timeZone: "UTC",
      redeemUrl: redeemUrl.href,
    },
    dedupeKey: `grant-approved:${application.id}`,
  });
}
