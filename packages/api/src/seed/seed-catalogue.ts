import { invariant } from "@stoa/kit";
import { addLesson, addModule, createCourse, publishCourse } from "../courses/index.ts";
import { addLessonInput, addModuleInput, createCourseInput } from "../courses/schemas.ts";
import type { Context } from "../platform/context.ts";
import type { SeedCourse } from "./content/course.ts";
import { SEED_COURSES } from "./content/index.ts";

/** Writes the courses through the verbs that instructors use; `instructors` maps the seed's names to user ids. */
export async function seedCatalogue(
  ctx: Context,
  instructors: ReadonlyMap<SeedCourse["instructor"], string>,
): Promise<number> {
  for (const course of SEED_COURSES) {
    const instructorId = instructors.get(course.instructor);
    invariant(instructorId !== undefined, `nobody teaches ${course.slug}`);
    await seedCourse(ctx, course, instructorId);
  }
  return SEED_COURSES.length;
}

async function seedCourse(
  ctx: Context,
  { modules, instructor: _, ...fields }: SeedCourse,
  instructorId: string,
): Promise<void> {
  const { id: courseId } = await createCourse(ctx, { ...createCourseInput.parse(fields), instructorId });
  for (const { title, lessons } of modules) {
    const { id: moduleId } = await addModule(ctx, addModuleInput.parse({ courseId, title }));
    for (const lesson of lessons) await addLesson(ctx, addLessonInput.parse({ moduleId, ...lesson }));
  }
  await publishCourse(ctx, courseId);
}
