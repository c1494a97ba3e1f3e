import { CURRENCIES, moneySchema, pageInput, pageOf, sortInput } from "@stoa/kit";
import { z } from "zod";
import { plainText, richText } from "../platform/clean-text.ts";

const difficulty = z.enum(["beginner", "intermediate", "advanced"]);
const publication = z.enum(["draft", "published", "archived"]);
const lessonKind = z.enum(["text", "video", "quiz", "download"]);
const slug = z
  .string()
  .min(2)
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "has small letters, digits and single hyphens only");
const id = z.string().min(5).max(60);

/** Prices a staff member can type: up to ten million units, so that a slip of the finger is caught. */
const priceMinor = z.number().int().min(0).max(1_000_000_000);

export const courseCard = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  category: z.object({ slug: z.string(), name: z.string() }),
  instructor: z.object({ name: z.string() }),
  difficulty,
  language: z.string(),
  price: moneySchema,
  lessonCount: z.number().int(),
  minutes: z.number().int().describe("Reading and viewing time of all lessons."),
  publishedAt: z.date().nullable(),
});
export type CourseCard = z.infer<typeof courseCard>;

export const outlineLesson = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  kind: lessonKind,
  minutes: z.number().int(),
  preview: z.boolean().describe("Open to everybody."),
});
export const outlineModule = z.object({ id: z.string(), title: z.string(), lessons: z.array(outlineLesson) });
export type OutlineModule = z.infer<typeof outlineModule>;

export const courseDetail = courseCard.extend({
  description: z.string().describe("Clean HTML: p, br, strong, em, ul, ol, li, a."),
  status: publication,
  modules: z.array(outlineModule),
});
export type CourseDetail = z.infer<typeof courseDetail>;

export const listCoursesInput = z.strictObject({
  q: z.string().trim().max(100).optional().describe("Words to look for in title and summary."),
  category: slug.optional(),
  difficulty: difficulty.optional(),
  instructor: id.optional(),
  currency: z.enum(CURRENCIES).optional(),
  minPrice: z.coerce.number().int().min(0).optional().describe("Minor units of `currency`."),
  maxPrice: z.coerce.number().int().min(0).optional().describe("Minor units of `currency`."),
  sort: z.enum(["newest", "price_asc", "price_desc", "title"]).default("newest"),
  ...pageInput,
});
export type ListCoursesInput = z.infer<typeof listCoursesInput>;
export const coursePage = pageOf(courseCard);

export const getCourseInput = z.strictObject({ slug });
export const category = z.object({ slug: z.string(), name: z.string(), courseCount: z.number().int() });
export const categoryList = z.object({ items: z.array(category) });

const editable = {
  slug,
  title: plainText({ min: 3, max: 120 }),
  summary: plainText({ min: 10, max: 300 }),
  description: richText({ max: 40_000 }),
  category: slug,
  difficulty,
  language: z.string().min(2).max(10),
  priceMinor,
  currency: z.enum(CURRENCIES),
  lmsCourse: plainText({ max: 140 }).nullable().describe("Name of the course in the external LMS, or null."),
};
export const createCourseInput = z.strictObject(editable);
export type CreateCourseInput = z.infer<typeof createCourseInput>;
export const updateCourseInput = z.strictObject({
  id,
  version: z.number().int().min(1).describe("The version that was read; a newer one means that somebody else edited."),
  data: z.strictObject(editable).partial(),
});
export type UpdateCourseInput = z.infer<typeof updateCourseInput>;
export const courseIdInput = z.strictObject({ id });

export const MANAGED_SORTS = ["changed", "title", "price"] as const;
export type ManagedSort = (typeof MANAGED_SORTS)[number];

export const listManagedInput = z.strictObject({
  sort: sortInput(MANAGED_SORTS).default("-changed"),
  q: z.string().trim().max(100).optional(),
  status: publication.optional(),
  deleted: z.boolean().default(false),
  ...pageInput,
});
export type ListManagedInput = z.infer<typeof listManagedInput>;
export const managedCourse = courseDetail.extend({
  version: z.number().int(),
  lmsCourse: z.string().nullable(),
  instructorId: z.string(),
  deletedAt: z.date().nullable(),
});
export type ManagedCourse = z.infer<typeof managedCourse>;
export const managedCard = courseCard.extend({
  status: publication,
  version: z.number().int(),
  deletedAt: z.date().nullable(),
});
export const managedPage = pageOf(managedCard);

export const addModuleInput = z.strictObject({ courseId: id, title: plainText({ max: 120 }) });
export const renameModuleInput = z.strictObject({ id, title: plainText({ max: 120 }) });
export const moduleIdInput = z.strictObject({ id });
export const reorderModulesInput = z.strictObject({ courseId: id, ids: z.array(id).min(1).max(200) });
const lessonFields = {
  slug,
  title: plainText({ max: 160 }),
  body: richText({ max: 200_000 }),
  minutes: z.number().int().min(1).max(600),
  preview: z.boolean(),
};
export const addLessonInput = z.strictObject({ moduleId: id, ...lessonFields });
export const updateLessonInput = z.strictObject({ id, data: z.strictObject(lessonFields).partial() });
export const lessonIdInput = z.strictObject({ id });
export const reorderLessonsInput = z.strictObject({ moduleId: id, ids: z.array(id).min(1).max(500) });
export const managedLesson = outlineLesson.extend({ body: z.string(), moduleId: z.string(), courseId: z.string() });
export const idAnswer = z.object({ id: z.string() });
