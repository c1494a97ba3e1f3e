import { tables } from "@stoa/db";
import { decodeCursor, found, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import {
  findCourseBySlug,
  getCourse,
  LessonNotFound,
  mayReadUnpublished,
  type OutlineModule,
} from "../courses/index.ts";
import { canAccess, type Holder } from "../entitlements/index.ts";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { NotEnrolled } from "./errors.ts";
import { openEnrolmentsOf } from "./open-enrolment.ts";
import type { EnrolmentView, LessonView } from "./schemas.ts";

const { courses, lessons, enrolments, lessonProgress } = tables;

const percent = (done: number, of: number) => (of === 0 ? 0 : Math.floor((done * 100) / of));

/**
 * A lesson as its reader sees it: the text, where they are, what comes before and after. Free previews are open to all;
 * the rest needs a live entitlement, or to be its teacher or staff. Throws `CourseNotFound`, `LessonNotFound`, `NotEnrolled`.
 */
export async function viewLesson(ctx: Context, input: { course: string; lesson: string }): Promise<LessonView> {
  const course = await readableCourse(ctx, input.course);
  const flat = course.modules.flatMap((module) => module.lessons);
  const index = flat.findIndex((lesson) => lesson.slug === input.lesson);
  const lesson = found(flat[index], () => new LessonNotFound(input.lesson));
  const owned =
    (await canAccess(ctx, { productKind: "course", subjectId: course.id })) || mayReadUnpublished(ctx.actor, course);
  if (!owned && !lesson.preview) throw new NotEnrolled(course.slug);

  const [body, progress] = await Promise.all([bodyOf(ctx, lesson.id), progressOf(ctx, course.id)]);
  const done = new Set(progress.filter((row) => row.completed).map((row) => row.lessonId));
  const here = progress.find((row) => row.lessonId === lesson.id);
  return {
    course: { id: course.id, slug: course.slug, title: course.title, language: course.language },
    lesson: {
      id: lesson.id,
      slug: lesson.slug,
      title: lesson.title,
      minutes: lesson.minutes,
      preview: lesson.preview,
      body,
    },
    enrolled: owned,
    position: here?.position ?? 0,
    completed: done.has(lesson.id),
    progressPercent: percent(flat.filter((each) => done.has(each.id)).length, flat.length),
    modules: withProgress(course.modules, done, owned),
    previous: flat[index - 1] ?? null,
    next: flat[index + 1] ?? null,
  };
}

/** A published course for everybody; drafts and withdrawn ones for their writers and for those who own them. */
async function readableCourse(ctx: Context, slug: string) {
  try {
    return await getCourse(ctx, slug);
  } catch (error) {
    const hidden = await findCourseBySlug(ctx, slug);
    if (!hidden) throw error;
    const mayRead =
      mayReadUnpublished(ctx.actor, hidden) || (await canAccess(ctx, { productKind: "course", subjectId: hidden.id }));
    if (!mayRead) throw error;
    return hidden;
  }
}

async function bodyOf(ctx: Context, lessonId: string): Promise<string> {
  const [row] = await ctx.db.select({ body: lessons.body }).from(lessons).where(eq(lessons.id, lessonId)).limit(1);
  return found(row, () => new LessonNotFound(lessonId)).body;
}

async function progressOf(ctx: Context, courseId: string) {
  if (ctx.actor.kind !== "user") return [];
  return ctx.db
    .select({
      lessonId: lessonProgress.lessonId,
      position: lessonProgress.position,
      completed: sql<boolean>`${lessonProgress.completedAt} is not null`,
    })
    .from(lessonProgress)
    .innerJoin(enrolments, eq(enrolments.id, lessonProgress.enrolmentId))
    .where(and(eq(enrolments.userId, ctx.actor.id), eq(enrolments.courseId, courseId)));
}

function withProgress(
  modules: readonly OutlineModule[],
  done: ReadonlySet<string>,
  owned: boolean,
): LessonView["modules"] {
  return modules.map((module) => ({
    id: module.id,
    title: module.title,
    lessons: module.lessons.map(({ id, slug, title, minutes, preview }) => ({
      id,
      slug,
      title,
      minutes,
      preview,
      completed: done.has(id),
      open: owned || preview,
    })),
  }));
}

const outline = sql`select l.id, l.slug, l.title, m.position as module_position, l.position from lessons l
  join modules m on m.id = l.module_id where l.course_id = ${enrolments.courseId} and l.deleted_at is null and m.deleted_at is null`;

interface Totals {
  lessons: number;
  done: number;
  resume: { slug: string; title: string } | null;
}

/** What a person learns, the most recently opened first. Counts are derived here, so that they cannot drift. */
export async function listEnrolments(
  ctx: Context & { actor: UserActor },
  input: { cursor?: string; limit: number },
): Promise<Page<EnrolmentView>> {
  const touched = sql<Date>`coalesce(${enrolments.lastAccessedAt}, ${enrolments.createdAt})`;
  const after = input.cursor ? decodeCursor(input.cursor, ["instant", "text"]) : null;
  const rows = await ctx.db
    .select({
      enrolment: enrolments,
      course: { id: courses.id, slug: courses.slug, title: courses.title, summary: courses.summary },
      touched: sql<string>`to_char(${touched} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      totals: sql<Totals>`(select json_build_object(
        'lessons', count(*), 'done', count(p.completed_at),
        'resume', (select json_build_object('slug', o.slug, 'title', o.title) from (${outline}) o
          left join lesson_progress op on op.lesson_id = o.id and op.enrolment_id = ${enrolments.id}
          order by (op.completed_at is not null), (o.id is distinct from ${enrolments.lastLessonId}), o.module_position, o.position limit 1))
        from (${outline}) o left join lesson_progress p on p.lesson_id = o.id and p.enrolment_id = ${enrolments.id})`,
      accessible: sql<boolean>`exists (select 1 from entitlements e where e.user_id = ${enrolments.userId} and e.product_kind = 'course'
        and e.subject_id = ${enrolments.courseId} and e.ended_at is null and (e.expires_at is null or now() < e.expires_at))`,
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(
      and(
        eq(enrolments.userId, ctx.actor.id),
        inArray(enrolments.status, ["pending", "active", "completed", "expired"]),
        after ? sql`(${touched}, ${enrolments.id}) < (${after[0]}::timestamptz, ${after[1]})` : undefined,
      ),
    )
    .orderBy(desc(touched), desc(enrolments.id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, (row) => [row.touched, row.enrolment.id]);
  return { items: page.items.map(toView), nextCursor: page.nextCursor };
}

function toView(row: {
  enrolment: typeof enrolments.$inferSelect;
  course: EnrolmentView["course"];
  totals: Totals;
  accessible: boolean;
}): EnrolmentView {
  const { enrolment, course, totals, accessible } = row;
  return {
    id: enrolment.id,
    status: enrolment.status,
    course,
    lessonCount: totals.lessons,
    completedCount: totals.done,
    progressPercent: percent(totals.done, totals.lessons),
    accessible,
    resume: totals.resume,
    lastAccessedAt: enrolment.lastAccessedAt,
    completedAt: enrolment.completedAt,
    createdAt: enrolment.createdAt,
  };
}

/** How much of a course its holder has done, in percent: the furthest of their enrolments, as they may wait to be joined. */
export async function progressOfHolder(
  ctx: Pick<Context, "db">,
  { holder, courseId }: { holder: Holder; courseId: string },
): Promise<number> {
  const open = await openEnrolmentsOf(ctx, { holder, courseIds: [courseId] });
  const progress = await Promise.all(open.map((enrolment) => countProgress(ctx, enrolment.id, courseId)));
  return Math.max(0, ...progress.map((each) => each.percent));
}

/** How many lessons of the course there are and how many of them the enrolment has done. */
export async function countProgress(
  ctx: Pick<Context, "db">,
  enrolmentId: string,
  courseId: string,
): Promise<{ lessons: number; done: number; percent: number }> {
  const [row] = await ctx.db
    .select({ lessons: sql<number>`count(*)::int`, done: sql<number>`count(${lessonProgress.completedAt})::int` })
    .from(lessons)
    .innerJoin(tables.modules, and(eq(tables.modules.id, lessons.moduleId), isNull(tables.modules.deletedAt)))
    .leftJoin(lessonProgress, and(eq(lessonProgress.lessonId, lessons.id), eq(lessonProgress.enrolmentId, enrolmentId)))
    .where(and(eq(lessons.courseId, courseId), isNull(lessons.deletedAt)));
  const counts = row ?? { lessons: 0, done: 0 };
  return { ...counts, percent: percent(counts.done, counts.lessons) };
}
