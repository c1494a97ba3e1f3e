import { withTransaction } from "@stoa/db";
import { addMs, MINUTE_MS } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";

/** Longer than all calls of one run together; a worker that dies gives its learner free after it. */
const LEASE_MS = 2 * MINUTE_MS;

/** A place in the LMS, by its own names. */
export interface Place {
  lmsUser: string;
  lmsCourse: string;
}

/** A sync in the hands of this run, with what it needs to know, as it is now. */
export interface Claimed {
  id: string;
  attempts: number;
  /** Until when the run may act; also its name, by which its outcome is taken. */
  lease: Date;
  /** The course in the LMS that the enrolment asks for a place in; null once it is closed, or its course has left the LMS. */
  wantedCourse: string | null;
  /** The place that the LMS has, or may have. */
  held: Place | null;
  /** The place from before a move that did not come to its end. */
  former: Place | null;
  email: string;
  name: string;
  userId: string | null;
  locale: string;
  courseTitle: string;
  courseSlug: string;
  payment: { id: string; amount: number; currency: string; referral: string | null } | null;
}

type State = {
  status: string;
  next_attempt_at: string | null;
  rival_until: string | null;
};

/**
 * Takes a sync in hand for this run. The lock of the learner is short; the lease that it guards outlasts the calls to the
 * LMS, which has no unique index of its own. Gives `settled` when there is nothing left to do, or a moment before which
 * another run has this learner in one of the same LMS courses.
 */
export async function claimSync(ctx: Context, syncId: string): Promise<Claimed | "settled" | Date> {
  return withTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const state = await lockLearner(tx, syncId);
    if (!state || state.status === "synced" || state.status === "failed") return "settled";
    const heldUntil = [state.next_attempt_at, state.rival_until].flatMap((at) => (at === null ? [] : [new Date(at)]));
    const latest = heldUntil.sort((a, b) => b.getTime() - a.getTime())[0];
    if (latest !== undefined && latest > now) return latest;
    return take(tx, syncId, addMs(now, LEASE_MS));
  });
}

async function lockLearner(ctx: TxContext, syncId: string): Promise<State | undefined> {
  await ctx.db.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('lms:' || email, 0)) from lms_syncs where id = ${syncId}`);
  const [state] = await ctx.db.execute<State>(sql`
    select s.status, s.next_attempt_at, (
      select max(r.next_attempt_at) from lms_syncs r join courses k on k.id = r.course_id
      where r.email = s.email and r.id <> s.id and r.status = 'syncing'
        and array[r.lms_course, r.former_course, k.lms_course] && array[s.lms_course, s.former_course, c.lms_course]
    ) as rival_until
    from lms_syncs s join courses c on c.id = s.course_id where s.id = ${syncId} for update of s`);
  return state;
}

async function take(ctx: TxContext, syncId: string, lease: Date): Promise<Claimed | "settled"> {
  const rows = await ctx.db.execute<Omit<Claimed, "lease">>(sql`
    update lms_syncs s set status = 'syncing', attempts = s.attempts + 1, next_attempt_at = ${lease.toISOString()}::timestamptz,
      updated_at = now()
    from enrolments e join courses c on c.id = e.course_id left join users u on u.id = e.user_id
    where s.id = ${syncId} and e.id = s.enrolment_id
    returning s.id, s.attempts, s.email, s.name,
      case when e.status in ('pending', 'active', 'completed') then c.lms_course end as "wantedCourse",
      case when s.lms_user is not null then json_build_object('lmsUser', s.lms_user, 'lmsCourse', s.lms_course) end as held,
      case when s.former_user is not null then json_build_object('lmsUser', s.former_user, 'lmsCourse', s.former_course) end as former,
      e.user_id as "userId", coalesce(u.locale, (select o.locale from orders o where o.id = s.order_id), 'en') as locale,
      c.title as "courseTitle", c.slug as "courseSlug",
      (select json_build_object('id', p.gateway_payment_id, 'amount', p.amount_minor, 'currency', p.currency, 'referral', (
          select a.code from affiliate_referrals r join affiliates a on a.id = r.affiliate_id
          where r.order_id = s.order_id and r.status <> 'refused'))
        from payments p where p.order_id = s.order_id and p.status = 'succeeded' order by p.created_at limit 1) as payment`);
  const [claimed] = rows;
  return claimed ? { ...claimed, lease } : "settled";
}
