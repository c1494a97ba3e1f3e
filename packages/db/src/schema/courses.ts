import { type SQL, sql } from "drizzle-orm";
import { boolean, check, customType, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { difficultyEnum, lessonKindEnum, publicationEnum } from "../enums/courses.ts";
import { createdAt, currencyColumn, idColumn, instant, minorUnits, updatedAt } from "./columns.ts";
import { users } from "./identity.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

export const categories = pgTable(
  "categories",
  {
    id: idColumn(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    position: integer("position").notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("categories_slug_key").on(t.slug)],
);

export const courses = pgTable(
  "courses",
  {
    id: idColumn(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    summary: text("summary").notNull(),
    /** Rich text, cleaned on the way in (P10). */
    description: text("description").notNull(),
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id),
    instructorId: text("instructor_id")
      .notNull()
      .references(() => users.id),
    difficulty: difficultyEnum("difficulty").notNull(),
    language: text("language").notNull().default("en"),
    priceMinor: minorUnits("price_minor").notNull(),
    currency: currencyColumn(),
    status: publicationEnum("status").notNull().default("draft"),
    /** The course's name in the external LMS; null when it is taught here only. */
    lmsCourse: text("lms_course"),
    /** Counted up by every edit, for optimistic locking. */
    version: integer("version").notNull().default(1),
    publishedAt: instant("published_at"),
    deletedAt: instant("deleted_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    search: tsvector("search").generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector('simple', ${courses.title}), 'A') || setweight(to_tsvector('simple', ${courses.summary}), 'B')`,
    ),
  },
  (t) => [
    uniqueIndex("courses_slug_key").on(t.slug),
    index("courses_search_idx").using("gin", t.search),
    index("courses_newest_idx")
      .on(t.publishedAt.desc(), t.id.desc())
      .where(sql`status = 'published' and deleted_at is null`),
    index("courses_price_idx").on(t.priceMinor, t.id).where(sql`status = 'published' and deleted_at is null`),
    index("courses_title_idx").on(t.title, t.id).where(sql`status = 'published' and deleted_at is null`),
    index("courses_category_idx")
      .on(t.categoryId, t.publishedAt.desc(), t.id.desc())
      .where(sql`status = 'published' and deleted_at is null`),
    index("courses_difficulty_idx")
      .on(t.difficulty, t.publishedAt.desc(), t.id.desc())
      .where(sql`status = 'published' and deleted_at is null`),
    index("courses_instructor_idx").on(t.instructorId, t.publishedAt.desc(), t.id.desc()),
    check("courses_price_check", sql`${t.priceMinor} >= 0`),
    check("courses_slug_check", sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
  ],
);

export const modules = pgTable(
  "modules",
  {
    id: idColumn(),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    title: text("title").notNull(),
    position: integer("position").notNull(),
    deletedAt: instant("deleted_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("modules_course_idx").on(t.courseId, t.position)],
);

export const lessons = pgTable(
  "lessons",
  {
    id: idColumn(),
    moduleId: text("module_id")
      .notNull()
      .references(() => modules.id),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    kind: lessonKindEnum("kind").notNull(),
    /** Rich text of a text lesson, cleaned on the way in. */
    body: text("body").notNull().default(""),
    /** How long a reader or viewer needs, in minutes. */
    minutes: integer("minutes").notNull().default(5),
    /** Open to everybody, as a taste. */
    preview: boolean("preview").notNull().default(false),
    position: integer("position").notNull(),
    deletedAt: instant("deleted_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("lessons_slug_key").on(t.courseId, t.slug),
    index("lessons_module_idx").on(t.moduleId, t.position),
  ],
);
