import { tables, withTransaction } from "@stoa/db";
import { found } from "@stoa/kit";
import { voidHold } from "@stoa/ledger";
import { and, eq, sql } from "drizzle-orm";
import { endCoupon } from "../coupons/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { AwardBeingRedeemed, AwardIsOver, AwardNotFound, AwardRedeemed, OwnApplication } from "./errors.ts";
import { mayDecide } from "./policy.ts";
import type { RevokeInput } from "./schemas.ts";

const { couponRedemptions, courses, grantApplications, grantAwards } = tables;

/**
 * Takes a grant back that nobody has redeemed: its coupon ends, what was kept aside is free in its pool again, and the
 * person is told why. One that was redeemed is given back by a refund of its order. Revoked twice, it is revoked. Throws
 * `AwardNotFound`, `OwnApplication`, `AwardRedeemed`, `AwardBeingRedeemed` and `AwardIsOver`.
 */
export async function revokeAward(ctx: Context, { id, reason }: RevokeInput): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    const { award, application, courseTitle } = await readAward(tx, id);
    if (!mayDecide(tx.actor, application)) throw new OwnApplication(application.id);
    // The coupon is locked before the award, as everywhere; whoever would redeem it waits until here is the end.
    await endCoupon(tx, award.couponId);
    const status = await lockStatus(tx, id);
    if (status === "revoked") return { id };
    await mustBeOpen(tx, { id, couponId: award.couponId, status });
    await tx.db.update(grantAwards).set({ status: "revoked", updatedAt: sql`now()` }).where(eq(grantAwards.id, id));
    await voidHold(tx, { holdId: award.holdId, kind: "grant_award_revoked", subject: id });
    await recordAudit(tx, {
      action: "grants.revoke_award",
      subjectKind: "grant_award",
      subjectId: id,
      before: { status },
      after: { status: "revoked", reason },
    });
    await queueMail(tx, {
      template: "grant-revoked",
      to: application.email,
      locale: application.locale,
      userId: application.userId,
      data: {
        name: application.name,
        courseTitle,
        reason,
        catalogueUrl: new URL("/courses", ctx.services.env.WEB_URL).href,
      },
      dedupeKey: `grant-revoked:${id}`,
    });
    return { id };
  });
}

type Status = typeof grantAwards.$inferSelect.status;

async function readAward(ctx: TxContext, id: string) {
  const [row] = await ctx.db
    .select({ award: grantAwards, application: grantApplications, courseTitle: courses.title })
    .from(grantAwards)
    .innerJoin(grantApplications, eq(grantApplications.id, grantAwards.applicationId))
    .innerJoin(courses, eq(courses.id, grantAwards.courseId))
    .where(eq(grantAwards.id, id));
  return found(row, () => new AwardNotFound(id));
}

async function lockStatus(ctx: TxContext, id: string): Promise<Status> {
  const [row] = await ctx.db
    .select({ status: grantAwards.status })
    .from(grantAwards)
    .where(eq(grantAwards.id, id))
    .for("update");
  return found(row, () => new AwardNotFound(id)).status;
}

/** Somebody who pays just now has been promised the price. */
async function mustBeOpen(ctx: TxContext, award: { id: string; couponId: string; status: Status }): Promise<void> {
  const { id, couponId, status } = award;
  if (status === "used" || status === "returned") throw new AwardRedeemed(id);
  if (status !== "open") throw new AwardIsOver(id);
  const [reserved] = await ctx.db
    .select({ id: couponRedemptions.id })
    .from(couponRedemptions)
    .where(and(eq(couponRedemptions.couponId, couponId), eq(couponRedemptions.status, "reserved")));
  if (reserved) throw new AwardBeingRedeemed(id);
}
