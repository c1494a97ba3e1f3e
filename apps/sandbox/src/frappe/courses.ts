import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps } from "../part.ts";
import { siteTime } from "./names.ts";

/** A course whose name begins so does not exist, for tests of an unknown course. */
const UNKNOWN_PREFIX = "no-such-";
const DEFAULT_LESSONS = ["Begin here", "The first exercise", "Looking closer", "What you take with you"];

const flag = z.boolean().default(false);

/** What `POST /control/lms/courses` takes. */
export const courseSchema = z.strictObject({
  name: z.string().min(1).max(140),
  title: z.string().min(1).max(255).optional(),
  lessons: z.array(z.string().min(1)).max(200).default(DEFAULT_LESSONS),
  published: z.boolean().default(true),
  disableSelfLearning: flag,
  paidCourse: flag,
  enableCertification: z.boolean().default(true),
});
export type CourseInput = z.input<typeof courseSchema>;

export interface Course {
  name: string;
  title: string;
  published: number;
  disable_self_learning: number;
  paid_course: number;
  enable_certification: number;
  lesson_titles: string[];
}

/** Creates or changes a course. */
export async function putCourse({ books, clock }: Deps, input: CourseInput): Promise<void> {
  const course = courseSchema.parse(input);
  const now = siteTime(clock.now());
  const title = course.title ?? titleOf(course.name);
  await books`
    INSERT INTO frappe.course (name, title, short_introduction, published, disable_self_learning, paid_course,
      enable_certification, lesson_titles, owner, creation, modified)
    VALUES (${course.name}, ${title}, ${title}, ${Number(course.published)}, ${Number(course.disableSelfLearning)},
      ${Number(course.paidCourse)}, ${Number(course.enableCertification)}, ${course.lessons}, 'Administrator', ${now}, ${now})
    ON CONFLICT (name) DO UPDATE SET title = excluded.title, published = excluded.published,
      disable_self_learning = excluded.disable_self_learning, paid_course = excluded.paid_course,
      enable_certification = excluded.enable_certification, lesson_titles = excluded.lesson_titles,
      modified = excluded.modified`;
}

/**
 * The course of a name. One that nobody described comes into being when it is first asked for, published and with four
 * lessons, so that any seed of Stoa finds its courses here.
 */
export async function findCourse(deps: Deps, name: string): Promise<Course | null> {
  const known = await readCourse(deps.books, name);
  const invented = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && !name.startsWith(UNKNOWN_PREFIX);
  if (known !== null || !invented) return known;
  await putCourse(deps, { name });
  return readCourse(deps.books, name);
}

async function readCourse(books: BooksReader, name: string): Promise<Course | null> {
  const [course] = await books<Course[]>`SELECT * FROM frappe.course WHERE name = ${name}`;
  return course ?? null;
}

function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
