import { tables, withTransaction } from "@stoa/db";
import { addMs, DAY_MS, InvalidInput, newId, normaliseEmail } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { type CourseForSale, coursesForSale } from "../courses/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { CourseCannotBeGranted } from "./errors.ts";
import type { ApplyAnswer, ApplyInput } from "./schemas.ts";

const { grantApplications } = tables;

/** An answer is promised within this time; the queue counts down to it. */
const ANSWER_WITHIN_DAYS = 5;

/**
 * Somebody asks for a course to be paid. The answer is the same when their application for it waits already, so that
 * nobody learns who has applied by trying an address. Throws `CourseCannotBeGranted`, `InvalidInput`.
 */
export async function submitApplication(ctx: Context, input: ApplyInput): Promise<ApplyAnswer> {
  const { actor } = ctx;
  const email = actor.kind === "user" ? actor.email : input.email;
  if (email === undefined) throw new InvalidInput([{ path: "email", message: "is needed to answer you" }]);
  const course = await grantableCourse(ctx, input.course);
  const id = newId("grantApplication", ctx.clock.now().getTime());
  await withTransaction(ctx, async (tx) => {
    const [written] = await tx.db
      .insert(grantApplications)
      .values({
        id,
        courseId: course.id,
        userId: actor.kind === "user" ? actor.id : null,
        name: input.name,
        email,
        emailNormalised: normaliseEmail(email),
        locale: ctx.request?.locale ?? "en",
        statement: input.statement,
        requestedPercent: input.requestedPercent,
        dueAt: sql`now() + ${ANSWER_WITHIN_DAYS} * interval '1 day'`,
      })
      .onConflictDoNothing()
      .returning({ id: grantApplications.id });
    if (!written) return;
    await recordAudit(tx, {
      action: "grants.apply",
      subjectKind: "grant_application",
      subjectId: id,
      after: { courseId: course.id, requestedPercent: input.requestedPercent },
    });
  });
  return { received: true, answerBy: addMs(ctx.clock.now(), ANSWER_WITHIN_DAYS * DAY_MS) };
}

/** A published course that costs something. Throws `CourseCannotBeGranted`. */
export async function grantableCourse(ctx: Pick<Context, "db">, idOrSlug: string): Promise<CourseForSale> {
  const [course] = await coursesForSale(ctx, [idOrSlug]);
  if (course?.status !== "published" || course.deleted || course.price.amount === 0) {
    throw new CourseCannotBeGranted(idOrSlug);
  }
  return course;
}
