import { tables } from "@stoa/db";
import type { Currency } from "@stoa/kit";
import type { EnrolmentPayment, Lms } from "@stoa/lms";
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { Claimed, Place } from "./claim-sync.ts";

const { lmsSyncs } = tables;

/** What the LMS has once a run was there. */
export interface LmsCopy {
  lmsUser: string | null;
  lmsEnrolment: string | null;
}

/**
 * Brings one learner to where the enrolment is. Each call first looks at what is there, so that all of it can be called
 * again after a lost answer. Who moves, to another LMS course or under another address, has the new place before the old
 * one is given up: an LMS that refuses the new one has taken nothing away.
 */
export async function bringPlace(ctx: Context, lms: Lms, claim: Claimed): Promise<LmsCopy> {
  const { held, former, wantedCourse: lmsCourse } = claim;
  if (lmsCourse === null) {
    for (const place of [former, held]) await leave(ctx, lms, claim, place);
    return { lmsUser: held?.lmsUser ?? null, lmsEnrolment: null };
  }
  const { lmsUser } = await lms.ensureUser({ email: claim.email, name: claim.name });
  const wanted = { lmsUser, lmsCourse };
  // Of a move that was turned again before its end, the first place alone has something to lose.
  if (former !== null && held !== null && !isSame(held, wanted)) await leave(ctx, lms, claim, held);
  const left = former ?? held;
  await noteMove(ctx, claim, wanted, left);
  const payment = paymentOf(claim);
  const enrolment = await lms.ensureEnrolment({ ...wanted, ...(payment ? { payment } : {}) });
  if (left !== null && !isSame(left, wanted)) await leave(ctx, lms, claim, left);
  return { lmsUser, lmsEnrolment: enrolment.lmsEnrolment };
}

/**
 * Written down before there is a place, so that one whose making was never heard of can be taken away again, and so can
 * the one before it. How far a learner came in another course says nothing of this one.
 */
async function noteMove(ctx: Context, claim: Claimed, wanted: Place, left: Place | null): Promise<void> {
  const former = left === null || isSame(left, wanted) ? null : left;
  await ctx.db
    .update(lmsSyncs)
    .set({
      ...wanted,
      formerUser: former?.lmsUser ?? null,
      formerCourse: former?.lmsCourse ?? null,
      lmsProgress: sql`case when ${lmsSyncs.lmsCourse} = ${wanted.lmsCourse} then ${lmsSyncs.lmsProgress} end`,
    })
    .where(heldBy(claim));
}

/**
 * Takes the learner out of a place, unless another open enrolment asks for that same one, or has it and so leaves it by
 * itself. Where another only was to be, and never came, holds nothing.
 */
async function leave(ctx: Context, lms: Lms, { id }: Claimed, place: Place | null): Promise<void> {
  if (place === null) return;
  const { lmsUser, lmsCourse } = place;
  const others = await ctx.db.execute(sql`
    select from lms_syncs r join enrolments n on n.id = r.enrolment_id join courses k on k.id = r.course_id
    where r.id <> ${id} and n.status in ('pending', 'active', 'completed')
      and (k.lms_course = ${lmsCourse} and ${lmsUser} in (r.lms_user, r.email)
        or (r.lms_course, r.lms_user) = (${lmsCourse}, ${lmsUser}) and (r.status <> 'synced' or r.lms_enrolment is not null)
        or (r.former_course, r.former_user) = (${lmsCourse}, ${lmsUser}))
    limit 1`);
  if (others.length === 0) await lms.removeEnrolment(place);
}

function isSame(a: Place, b: Place): boolean {
  return a.lmsUser === b.lmsUser && a.lmsCourse === b.lmsCourse;
}

function paymentOf({ payment }: Claimed): EnrolmentPayment | null {
  if (payment === null) return null;
  const amount = { amount: Number(payment.amount), currency: payment.currency as Currency };
  return { paymentId: payment.id, amount, referralCode: payment.referral };
}

/** The row for as long as the lease is this run's. */
export function heldBy(claim: Claimed) {
  return and(eq(lmsSyncs.id, claim.id), eq(lmsSyncs.nextAttemptAt, claim.lease));
}
