import { type InTransaction, tables, violates, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { type DomainError, found, NotAllowed, newId, only } from "@stoa/kit";
import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { CourseChangedMeanwhile, CourseNotFound, CourseNotReady, SlugTaken } from "./errors.ts";
import { lmsCourseChanged } from "./lms-course-changed.ts";
import { mayWrite, mustBeAllowedToPrice } from "./policy.ts";
import { CATALOGUE_TAG } from "./queries.ts";
import type { CreateCourseInput, UpdateCourseInput } from "./schemas.ts";

const { courses, categories, modules, lessons } = tables;

/** A new draft, taught by who makes it. Throws `SlugTaken`. */
export async function createCourse(
  ctx: Context,
  input: CreateCourseInput & { instructorId?: string },
): Promise<{ id: string }> {
  const id = newId("course", ctx.clock.now().getTime());
  const instructorId = input.instructorId ?? (ctx.actor.kind === "user" ? ctx.actor.id : null);
  if (instructorId === null) throw new NotAllowed("course:write");
  const { category, instructorId: _, ...fields } = input;
  mustBeAllowedToPrice(ctx.actor, { ...fields, status: "draft", lmsCourse: null }, fields);
  await editing(ctx, input.slug, async (tx) => {
    const categoryId = await categoryIdOf(tx, category);
    await tx.db.insert(courses).values({ id, instructorId, categoryId, ...fields });
    await recordAudit(tx, {
      action: "courses.create",
      subjectKind: "course",
      subjectId: id,
      after: { ...fields, category },
    });
  });
  return { id };
}

/** Changes what was given; learners follow to another LMS course. Throws `CourseChangedMeanwhile` when the version read is not the version there. */
export async function updateCourse(ctx: Context, { id, version, data }: UpdateCourseInput): Promise<{ id: string }> {
  await editing(ctx, data.slug ?? "", async (tx) => {
    const before = await lockCourse(tx, id);
    mustBeAllowedToPrice(tx.actor, before, data);
    if (before.version !== version) throw new CourseChangedMeanwhile(before.version);
    const { category, ...fields } = data;
    const categoryId = category === undefined ? before.categoryId : await categoryIdOf(tx, category);
    await tx.db
      .update(courses)
      .set({ ...fields, categoryId, version: sql`${courses.version} + 1`, updatedAt: sql`now()` })
      .where(eq(courses.id, id));
    await recordAudit(tx, {
      action: "courses.update",
      subjectKind: "course",
      subjectId: id,
      before: pick(before, data),
      after: data,
    });
    if (data.lmsCourse !== undefined && data.lmsCourse !== before.lmsCourse) {
      await enqueue(tx, lmsCourseChanged, { courseId: id });
    }
  });
  return { id };
}

/** Opens a draft or an archived course to buyers. Throws `CourseNotReady` naming what is missing. */
export function publishCourse(ctx: Context, id: string): Promise<{ id: string }> {
  return moveCourse(ctx, id, "published", async (tx) => {
    const [lesson] = await tx.db
      .select({ id: lessons.id })
      .from(lessons)
      .innerJoin(modules, eq(modules.id, lessons.moduleId))
      .where(and(eq(lessons.courseId, id), sql`${lessons.deletedAt} is null and ${modules.deletedAt} is null`))
      .limit(1);
    if (!lesson) throw new CourseNotReady(["at least one lesson"]);
  });
}

/** Takes a course off sale; who owns it keeps it. */
export function archiveCourse(ctx: Context, id: string): Promise<{ id: string }> {
  return moveCourse(ctx, id, "archived");
}

/** Hides a course everywhere but from those who already own it, until it is restored. */
export function deleteCourse(ctx: Context, id: string): Promise<{ id: string }> {
  return markDeleted(ctx, id, true);
}

export function restoreCourse(ctx: Context, id: string): Promise<{ id: string }> {
  return markDeleted(ctx, id, false);
}

async function moveCourse(
  ctx: Context,
  id: string,
  status: "published" | "archived",
  check?: (tx: TxContext) => Promise<void>,
): Promise<{ id: string }> {
  await editing(ctx, "", async (tx) => {
    const before = await lockCourse(tx, id);
    await check?.(tx);
    await tx.db
      .update(courses)
      .set({
        status,
        publishedAt: sql`coalesce(${courses.publishedAt}, now())`,
        version: sql`${courses.version} + 1`,
        updatedAt: sql`now()`,
      })
      .where(eq(courses.id, id));
    await recordAudit(tx, {
      action: `courses.${status}`,
      subjectKind: "course",
      subjectId: id,
      before: { status: before.status },
      after: { status },
    });
  });
  return { id };
}

async function markDeleted(ctx: Context, id: string, deleted: boolean): Promise<{ id: string }> {
  await editing(ctx, "", async (tx) => {
    const before = await lockCourse(tx, id);
    await tx.db
      .update(courses)
      .set({ deletedAt: deleted ? sql`now()` : null, version: sql`${courses.version} + 1`, updatedAt: sql`now()` })
      .where(eq(courses.id, id));
    await recordAudit(tx, {
      action: deleted ? "courses.delete" : "courses.restore",
      subjectKind: "course",
      subjectId: id,
      before: { deletedAt: before.deletedAt },
    });
  });
  return { id };
}

/** Runs an edit in a transaction, gives a taken slug its name, and calls the catalogue stale once it is committed. */
export async function editing<T>(ctx: Context, slug: string, edit: (tx: TxContext) => Promise<T>): Promise<T> {
  try {
    return await withTransaction(ctx, edit);
  } catch (error) {
    if (violates(error, "courses_slug_key") || violates(error, "lessons_slug_key")) throw new SlugTaken(slug);
    throw error;
  } finally {
    await ctx.services.cache.invalidate([CATALOGUE_TAG]);
  }
}

/**
 * The course's row for who may change it, locked so that edits take turns. Throws what is missing, `CourseNotFound` unless
 * told: to everybody else it is as if it were not there.
 */
export async function lockCourse(
  ctx: InTransaction<Context>,
  id: string,
  missing: () => DomainError = () => new CourseNotFound(id),
) {
  const [row] = await ctx.db.select().from(courses).where(eq(courses.id, id)).for("update").limit(1);
  const course = found(row, missing);
  if (!mayWrite(ctx.actor, course)) throw missing();
  return course;
}

async function categoryIdOf(ctx: TxContext, slug: string): Promise<string> {
  const rows = await ctx.db
    .insert(categories)
    .values({ id: newId("category"), slug, name: titleOf(slug) })
    .onConflictDoUpdate({ target: categories.slug, set: { slug } })
    .returning({ id: categories.id });
  return only(rows, "category").id;
}

/** “data-science” → “Data science”. */
function titleOf(slug: string): string {
  const words = slug.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function pick(row: Record<string, unknown>, keys: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, row[key]]));
}
