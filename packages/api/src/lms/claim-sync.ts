import { withTransaction } from "@stoa/db";
import { addMs, MINUTE_MS } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";

/** Longer than all calls of one run together; a worker that dies gives its learner and course free after it. */
const LEASE_MS = 2 * MINUTE_MS;

/** A sync in the hands of this run, with what it needs to know, as it is now. */
export interface Claimed {
  id: string;
  attempts: number;
  /** Until when the run may act; also its name, by which its outcome is taken. */
  lease: Date;
  lmsCourse: string;
  /** Under whom the LMS holds, or may hold, the place. */
  lmsUser: string | null;
  email: string;
  name: string;
  userId: string | null;
  locale: string;
  courseTitle: string;
  courseSlug: string;
  /** Whether the enrolment is open and so asks for a place. Addresses change; the enrolment is the learner's. */
  wanted: boolean;
  /** Whether another open enrolment has the same place, as when a guest's was joined to an account's. */
  sharesPlace: boolean;
  payment: { id: string; amount: number; currency: string; referral: string | null } | null;
}

type State = {
  status: string;
  next_attempt_at: string | null;
  rival_until: string | null;
};

/**
 * Takes a sync in hand for this run. The lock of the pair is short; the lease that it guards outlasts the calls to the
 * LMS, which has no unique index of its own. Gives `settled` when there is nothing left to do, or a moment before which
 * another run holds the pair.
 */
export async function claimSync(ctx: Context, syncId: string): Promise<Claimed | "settled" | Date> {
  return withTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const state = await lockPair(tx, syncId);
    if (!state || state.status === "synced" || state.status === "failed") return "settled";
    const heldUntil = [state.next_attempt_at, state.rival_until].flatMap((at) => (at === null ? [] : [new Date(at)]));
    const latest = heldUntil.sort((a, b) => b.getTime() - a.getTime())[0];
    if (latest !== undefined && latest > now) return latest;
    return take(tx, syncId, addMs(now, LEASE_MS));
  });
}

async function lockPair(ctx: TxContext, syncId: string): Promise<State | undefined> {
  await ctx.db.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('lms:' || email || ':' || lms_course, 0)) from lms_syncs where id = ${syncId}`);
  const [state] = await ctx.db.execute<State>(sql`
    select s.status, s.next_attempt_at, (
      select max(r.next_attempt_at) from lms_syncs r
      where r.email = s.email and r.lms_course = s.lms_course and r.id <> s.id and r.status = 'syncing'
    ) as rival_until
    from lms_syncs s where s.id = ${syncId} for update`);
  return state;
}

async function take(ctx: TxContext, syncId: string, lease: Date): Promise<Claimed | "settled"> {
  const rows = await ctx.db.execute<Omit<Claimed, "lease">>(sql`
    update lms_syncs s set status = 'syncing', attempts = s.attempts + 1, next_attempt_at = ${lease.toISOString()}::timestamptz,
      updated_at = now()
    from enrolments e join courses c on c.id = e.course_id left join users u on u.id = e.user_id
    where s.id = ${syncId} and e.id = s.enrolment_id
    returning s.id, s.attempts, s.lms_course as "lmsCourse", s.lms_user as "lmsUser", s.email, s.name,
      e.status in ('pending', 'active', 'completed') as wanted,
      exists (select from lms_syncs r join enrolments n on n.id = r.enrolment_id
        where r.id <> s.id and r.lms_course = s.lms_course and (r.lms_user = s.lms_user or r.email = s.email)
          and n.status in ('pending', 'active', 'completed')) as "sharesPlace",
      e.user_id as "userId", coalesce(u.locale, (select o.locale from orders o where o.id = s.order_id), 'en') as locale,
      c.title as "courseTitle", c.slug as "courseSlug",
      (select json_build_object('id', p.gateway_payment_id, 'amount', p.amount_minor, 'currency', p.currency, 'referral', (
          select a.code from affiliate_referrals r join affiliates a on a.id = r.affiliate_id
          where r.order_id = s.order_id and r.status <> 'refused'))
        from payments p where p.order_id = s.order_id and p.status = 'succeeded' order by p.created_at limit 1) as payment`);
  const [claimed] = rows;
  return claimed ? { ...claimed, lease } : "settled";
}
