import { tables, withTransaction } from "@stoa/db";
import { found } from "@stoa/kit";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { LessonNotFound } from "../courses/index.ts";
import { canAccess } from "../entitlements/index.ts";
import type { UserActor } from "../platform/actor.ts";
import { announce } from "../platform/announce.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { NotEnrolled } from "./errors.ts";
import { openEnrolment } from "./open-enrolment.ts";
import { countProgress } from "./queries.ts";
import type { ProgressAnswer } from "./schemas.ts";

const { courses, lessons, enrolments, lessonProgress } = tables;

type Reader = Context & { actor: UserActor };

/** Keeps how far a reader came in a lesson; a position only grows. Throws `LessonNotFound`, `NotEnrolled`. */
export function saveProgress(ctx: Reader, input: { lessonId: string; position: number }): Promise<ProgressAnswer> {
  return recording(ctx, input.lessonId, async (tx, enrolmentId) => {
    await tx.db
      .insert(lessonProgress)
      .values({ enrolmentId, lessonId: input.lessonId, position: input.position })
      .onConflictDoUpdate({
        target: [lessonProgress.enrolmentId, lessonProgress.lessonId],
        set: { position: sql`greatest(${lessonProgress.position}, excluded.position)`, lastSeenAt: sql`now()` },
      });
  });
}

/** Marks a lesson done, or not done after all. The last one done completes the course. Throws `LessonNotFound`, `NotEnrolled`. */
export function completeLesson(ctx: Reader, input: { lessonId: string; completed: boolean }): Promise<ProgressAnswer> {
  return recording(ctx, input.lessonId, async (tx, enrolmentId) => {
    const completedAt = input.completed ? sql`coalesce(${lessonProgress.completedAt}, now())` : null;
    await tx.db
      .insert(lessonProgress)
      .values({
        enrolmentId,
        lessonId: input.lessonId,
        position: input.completed ? 1 : 0,
        completedAt: input.completed ? sql`now()` : null,
      })
      .onConflictDoUpdate({
        target: [lessonProgress.enrolmentId, lessonProgress.lessonId],
        set: { completedAt, lastSeenAt: sql`now()` },
      });
  });
}

async function recording(
  ctx: Reader,
  lessonId: string,
  write: (tx: TxContext, enrolmentId: string) => Promise<void>,
): Promise<ProgressAnswer> {
  const [row] = await ctx.db
    .select({ courseId: lessons.courseId, status: courses.status, deletedAt: courses.deletedAt })
    .from(lessons)
    .innerJoin(courses, eq(courses.id, lessons.courseId))
    .where(and(eq(lessons.id, lessonId), isNull(lessons.deletedAt)))
    .limit(1);
  const { courseId, status, deletedAt } = found(row, () => new LessonNotFound(lessonId));
  if (!(await canAccess(ctx, { productKind: "course", subjectId: courseId }))) {
    // A draft's lessons are nobody's business: to who has no access they are as if they were not there.
    throw status === "published" && deletedAt === null ? new NotEnrolled(courseId) : new LessonNotFound(lessonId);
  }

  return withTransaction<Context, ProgressAnswer>(ctx, async (tx) => {
    const { id } = await openEnrolment(tx, { holder: { userId: ctx.actor.id, email: ctx.actor.email }, courseId });
    await write(tx, id);
    await tx.db
      .update(enrolments)
      .set({ lastLessonId: lessonId, lastAccessedAt: sql`now()` })
      .where(eq(enrolments.id, id));
    const { percent, lessons: count, done } = await countProgress(tx, id, courseId);
    const finished = count > 0 && done === count;
    if (finished) await completeEnrolment(tx, id);
    const [own] = await tx.db
      .select({ at: lessonProgress.completedAt })
      .from(lessonProgress)
      .where(and(eq(lessonProgress.enrolmentId, id), eq(lessonProgress.lessonId, lessonId)));
    return {
      lessonId,
      completed: own?.at !== null && own?.at !== undefined,
      progressPercent: percent,
      courseCompleted: finished,
    };
  });
}

/** Once completed, an enrolment stays so, also when the course grows later. */
async function completeEnrolment(tx: TxContext, id: string): Promise<void> {
  const [row] = await tx.db
    .update(enrolments)
    .set({ status: "completed", completedAt: sql`coalesce(${enrolments.completedAt}, now())`, updatedAt: sql`now()` })
    .where(and(eq(enrolments.id, id), ne(enrolments.status, "completed")))
    .returning({ courseId: enrolments.courseId, userId: enrolments.userId });
  if (!row) return;
  await recordAudit(tx, { action: "learning.complete_course", subjectKind: "enrolment", subjectId: id });
  await announce(tx, "enrolment.completed", { enrolmentId: id, ...row });
}
