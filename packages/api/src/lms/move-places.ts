import { withTransaction } from "@stoa/db";
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { type LmsSyncRequest, requestLmsSyncs } from "./request-lms-sync.ts";

/** Learners asked for in one transaction. */
const BATCH = 200;

/**
 * A course is in another LMS course than before, or in none, or in one at last: whoever is enrolled is asked for anew, and
 * each run then finds where the place is to be. Who has left meanwhile is asked for too while the LMS may still hold them.
 */
export async function movePlaces(ctx: Context, courseId: string): Promise<void> {
  let after: string | undefined = "";
  while (after !== undefined) {
    const learners = await learnersOf(ctx, courseId, after);
    await withTransaction(ctx, (tx) => requestLmsSyncs(tx, learners));
    after = learners.length < BATCH ? undefined : learners.at(-1)?.enrolmentId;
  }
}

async function learnersOf(ctx: Context, courseId: string, after: string): Promise<LmsSyncRequest[]> {
  return ctx.db.execute<LmsSyncRequest & Record<string, unknown>>(sql`
    select n.id as "enrolmentId", n.course_id as "courseId", coalesce(s.email, u.email_normalised, n.email_normalised) as email,
      coalesce(s.name, u.name) as name, coalesce(s.order_id, (
        select l.order_id from entitlements e join order_lines l on l.id = e.source_id
        where e.source = 'order' and e.product_kind = 'course' and e.subject_id = n.course_id and e.ended_at is null
          and (e.user_id = n.user_id or (e.user_id is null and n.user_id is null and e.email_normalised = n.email_normalised))
        order by e.created_at desc limit 1)) as "orderId"
    from enrolments n left join lms_syncs s on s.enrolment_id = n.id left join users u on u.id = n.user_id
    where n.course_id = ${courseId} and n.id > ${after}
      and (n.status in ('pending', 'active', 'completed') or s.status <> 'synced' or s.lms_enrolment is not null)
    order by n.id limit ${BATCH}`);
}
