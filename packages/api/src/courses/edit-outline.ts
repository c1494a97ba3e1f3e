import { tables } from "@stoa/db";
import { found, newId } from "@stoa/kit";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { editing, lockCourse } from "./edit-course.ts";
import { LessonNotFound, ModuleNotFound, OrderIncomplete } from "./errors.ts";
import { mayWrite } from "./policy.ts";
import type {
  addLessonInput,
  addModuleInput,
  renameModuleInput,
  reorderLessonsInput,
  reorderModulesInput,
  updateLessonInput,
} from "./schemas.ts";

const { modules, lessons } = tables;

/** A new module at the end of the course. */
export async function addModule(ctx: Context, input: z.infer<typeof addModuleInput>): Promise<{ id: string }> {
  const id = newId("module", ctx.clock.now().getTime());
  await editing(ctx, "", async (tx) => {
    await lockCourse(tx, input.courseId);
    const position = sql`(select coalesce(max(position), 0) + 1 from modules where course_id = ${input.courseId})`;
    await tx.db.insert(modules).values({ id, ...input, position });
    await recordAudit(tx, {
      action: "courses.add_module",
      subjectKind: "course",
      subjectId: input.courseId,
      after: { id, title: input.title },
    });
  });
  return { id };
}

export async function renameModule(
  ctx: Context,
  { id, title }: z.infer<typeof renameModuleInput>,
): Promise<{ id: string }> {
  await editing(ctx, "", async (tx) => {
    const before = await lockModule(tx, id);
    await tx.db.update(modules).set({ title, updatedAt: sql`now()` }).where(eq(modules.id, id));
    await recordAudit(tx, {
      action: "courses.rename_module",
      subjectKind: "course",
      subjectId: before.courseId,
      before: { id, title: before.title },
      after: { title },
    });
  });
  return { id };
}

/** Takes a module and its lessons out of the course; learners' progress in them is kept. */
export async function removeModule(ctx: Context, id: string): Promise<{ id: string }> {
  await editing(ctx, "", async (tx) => {
    const before = await lockModule(tx, id);
    await tx.db.update(modules).set({ deletedAt: sql`now()` }).where(eq(modules.id, id));
    await recordAudit(tx, {
      action: "courses.remove_module",
      subjectKind: "course",
      subjectId: before.courseId,
      before: { id, title: before.title },
    });
  });
  return { id };
}

/** The modules in the order given, which names each of them once. Throws `OrderIncomplete`. */
export async function reorderModules(
  ctx: Context,
  { courseId, ids }: z.infer<typeof reorderModulesInput>,
): Promise<{ id: string }> {
  await editing(ctx, "", async (tx) => {
    await lockCourse(tx, courseId);
    const rows = await tx.db
      .select({ id: modules.id })
      .from(modules)
      .where(and(eq(modules.courseId, courseId), isNull(modules.deletedAt)));
    mustNameAll(rows, ids);
    await tx.db
      .update(modules)
      .set({ position: placeIn(ids) })
      .where(inArray(modules.id, ids));
    await recordAudit(tx, {
      action: "courses.reorder_modules",
      subjectKind: "course",
      subjectId: courseId,
      after: { ids },
    });
  });
  return { id: courseId };
}

/** A new text lesson at the end of the module. Throws `SlugTaken`. */
export async function addLesson(ctx: Context, input: z.infer<typeof addLessonInput>): Promise<{ id: string }> {
  const id = newId("lesson", ctx.clock.now().getTime());
  await editing(ctx, input.slug, async (tx) => {
    const { courseId } = await lockModule(tx, input.moduleId);
    const position = sql`(select coalesce(max(position), 0) + 1 from lessons where module_id = ${input.moduleId})`;
    await tx.db.insert(lessons).values({ id, courseId, kind: "text", ...input, position });
    await recordAudit(tx, {
      action: "courses.add_lesson",
      subjectKind: "course",
      subjectId: courseId,
      after: { id, title: input.title },
    });
  });
  return { id };
}

export async function updateLesson(
  ctx: Context,
  { id, data }: z.infer<typeof updateLessonInput>,
): Promise<{ id: string }> {
  await editing(ctx, data.slug ?? "", async (tx) => {
    const before = await lockLesson(tx, id);
    await tx.db
      .update(lessons)
      .set({ ...data, updatedAt: sql`now()` })
      .where(eq(lessons.id, id));
    const changed = { title: before.title, slug: before.slug, minutes: before.minutes, preview: before.preview };
    await recordAudit(tx, {
      action: "courses.update_lesson",
      subjectKind: "lesson",
      subjectId: id,
      before: changed,
      after: data,
    });
  });
  return { id };
}

export async function removeLesson(ctx: Context, id: string): Promise<{ id: string }> {
  await editing(ctx, "", async (tx) => {
    const before = await lockLesson(tx, id);
    await tx.db.update(lessons).set({ deletedAt: sql`now()` }).where(eq(lessons.id, id));
    await recordAudit(tx, {
      action: "courses.remove_lesson",
      subjectKind: "lesson",
      subjectId: id,
      before: { title: before.title },
    });
  });
  return { id };
}

export async function reorderLessons(
  ctx: Context,
  { moduleId, ids }: z.infer<typeof reorderLessonsInput>,
): Promise<{ id: string }> {
  await editing(ctx, "", async (tx) => {
    await lockModule(tx, moduleId);
    const rows = await tx.db
      .select({ id: lessons.id })
      .from(lessons)
      .where(and(eq(lessons.moduleId, moduleId), isNull(lessons.deletedAt)));
    mustNameAll(rows, ids);
    await tx.db
      .update(lessons)
      .set({ position: placeIn(ids) })
      .where(inArray(lessons.id, ids));
    await recordAudit(tx, {
      action: "courses.reorder_lessons",
      subjectKind: "module",
      subjectId: moduleId,
      after: { ids },
    });
  });
  return { id: moduleId };
}

/** A lesson with its text, for who writes it. Throws `LessonNotFound` for everybody else alike. */
export async function getManagedLesson(ctx: Context, id: string) {
  const [row] = await ctx.db
    .select({ lesson: lessons, instructorId: tables.courses.instructorId })
    .from(lessons)
    .innerJoin(tables.courses, eq(tables.courses.id, lessons.courseId))
    .where(and(eq(lessons.id, id), isNull(lessons.deletedAt)))
    .limit(1);
  const { lesson, instructorId } = found(row, () => new LessonNotFound(id));
  if (!mayWrite(ctx.actor, { instructorId })) throw new LessonNotFound(id);
  return lesson;
}

/** Edits of one course take turns on the course's row, so its parts cannot be ordered by two people at once. */
async function lockModule(tx: TxContext, id: string) {
  const [row] = await tx.db
    .select()
    .from(modules)
    .where(and(eq(modules.id, id), isNull(modules.deletedAt)))
    .limit(1);
  const missing = () => new ModuleNotFound(id);
  const module = found(row, missing);
  await lockCourse(tx, module.courseId, missing);
  return module;
}

async function lockLesson(tx: TxContext, id: string) {
  const [row] = await tx.db
    .select()
    .from(lessons)
    .where(and(eq(lessons.id, id), isNull(lessons.deletedAt)))
    .limit(1);
  const missing = () => new LessonNotFound(id);
  const lesson = found(row, missing);
  await lockCourse(tx, lesson.courseId, missing);
  return lesson;
}

function mustNameAll(rows: readonly { id: string }[], ids: readonly string[]): void {
  const given = new Set(ids);
  if (given.size !== ids.length || rows.length !== ids.length || rows.some((row) => !given.has(row.id)))
    throw new OrderIncomplete();
}

function placeIn(ids: readonly string[]) {
  return sql`array_position(array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::text[], id)`;
}
