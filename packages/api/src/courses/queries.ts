import { tables } from "@stoa/db";
import { type Currency, currency, decodeCursor, found, type Money, money, type Page, toPage } from "@stoa/kit";
import { and, asc, desc, eq, gte, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { may } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { orderingBy, type SortColumn } from "../platform/ordering.ts";
import { sha256 } from "../platform/secrets.ts";
import { CourseNotFound } from "./errors.ts";
import { mayReadUnpublished } from "./policy.ts";
import type {
  CourseCard,
  ListCoursesInput,
  ListManagedInput,
  ManagedCourse,
  ManagedSort,
  OutlineModule,
} from "./schemas.ts";

const { courses, categories, users } = tables;

const CATALOGUE_TTL_MS = 5 * 60_000;

/** Stale after any change of any course. */
export const CATALOGUE_TAG = "courses";

const isPublic = and(eq(courses.status, "published"), isNull(courses.deletedAt));

const lessonTotals = sql<{ count: number; minutes: number }>`(
  select json_build_object('count', count(*), 'minutes', coalesce(sum(l.minutes), 0))
  from lessons l join modules m on m.id = l.module_id
  where l.course_id = "courses"."id" and l.deleted_at is null and m.deleted_at is null)`;

const cardColumns = {
  id: courses.id,
  slug: courses.slug,
  title: courses.title,
  summary: courses.summary,
  categorySlug: categories.slug,
  categoryName: categories.name,
  instructorName: users.name,
  difficulty: courses.difficulty,
  language: courses.language,
  priceMinor: courses.priceMinor,
  currency: courses.currency,
  publishedAt: courses.publishedAt,
  totals: lessonTotals,
};

type CardRow = {
  id: string;
  slug: string;
  title: string;
  summary: string;
  categorySlug: string;
  categoryName: string;
  instructorName: string;
  difficulty: CourseCard["difficulty"];
  language: string;
  priceMinor: number;
  currency: string;
  publishedAt: Date | null;
  totals: { count: number; minutes: number };
};

function toCard(row: CardRow): CourseCard {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    summary: row.summary,
    category: { slug: row.categorySlug, name: row.categoryName },
    instructor: { name: row.instructorName },
    difficulty: row.difficulty,
    language: row.language,
    price: money(row.priceMinor, currency(row.currency)),
    lessonCount: Number(row.totals.count),
    minutes: Number(row.totals.minutes),
    publishedAt: row.publishedAt,
  };
}

const SORTS = {
  newest: {
    order: [desc(courses.publishedAt), desc(courses.id)],
    after: (cursor: string) => {
      const [publishedAt, id] = decodeCursor(cursor, ["instant", "text"]);
      return sql`(${courses.publishedAt}, ${courses.id}) < (${publishedAt}::timestamptz, ${id})`;
    },
    keyOf: (row: CardRow): Key => [row.publishedAt?.toISOString() ?? null, row.id],
  },
  price_asc: {
    order: [asc(courses.priceMinor), asc(courses.id)],
    after: (cursor: string) => {
      const [price, id] = decodeCursor(cursor, ["integer", "text"]);
      return sql`(${courses.priceMinor}, ${courses.id}) > (${price}::bigint, ${id})`;
    },
    keyOf: (row: CardRow): Key => [row.priceMinor, row.id],
  },
  price_desc: {
    order: [desc(courses.priceMinor), desc(courses.id)],
    after: (cursor: string) => {
      const [price, id] = decodeCursor(cursor, ["integer", "text"]);
      return sql`(${courses.priceMinor}, ${courses.id}) < (${price}::bigint, ${id})`;
    },
    keyOf: (row: CardRow): Key => [row.priceMinor, row.id],
  },
  title: {
    order: [asc(courses.title), asc(courses.id)],
    after: (cursor: string) => {
      const [title, id] = decodeCursor(cursor, ["text", "text"]);
      return sql`(${courses.title}, ${courses.id}) > (${title}, ${id})`;
    },
    keyOf: (row: CardRow): Key => [row.title, row.id],
  },
} as const;

type Key = (string | number | null)[];

/** A page of the public catalogue: one statement, none when it is in the cache. Only first pages by fixed choices are kept. */
export function listCourses(ctx: Context, input: ListCoursesInput): Promise<Page<CourseCard>> {
  if (!isKept(input)) return loadCourses(ctx, input);
  return ctx.services.cache.read({
    key: `courses.list:${sha256(JSON.stringify(input))}`,
    ttlMs: CATALOGUE_TTL_MS,
    tags: [CATALOGUE_TAG],
    load: () => loadCourses(ctx, input),
  });
}

/** First pages by fixed choices are kept; what anyone can vary without end would fill the cache with pages read once. */
function isKept({ q, cursor, minPrice, maxPrice, instructor, category }: ListCoursesInput): boolean {
  return [q, cursor, minPrice, maxPrice, instructor, category].every((filter) => filter === undefined);
}

async function loadCourses(ctx: Context, input: ListCoursesInput): Promise<Page<CourseCard>> {
  const order = SORTS[input.sort];
  const rows = await ctx.db
    .select(cardColumns)
    .from(courses)
    .innerJoin(categories, eq(categories.id, courses.categoryId))
    .innerJoin(users, eq(users.id, courses.instructorId))
    .where(and(isPublic, ...filters(input), input.cursor ? order.after(input.cursor) : undefined))
    .orderBy(...order.order)
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, order.keyOf);
  return { items: page.items.map(toCard), nextCursor: page.nextCursor };
}

function filters(input: ListCoursesInput): (SQL | undefined)[] {
  return [
    input.q ? sql`${courses.search} @@ websearch_to_tsquery('simple', ${input.q})` : undefined,
    input.category
      ? eq(courses.categoryId, sql`(select id from categories where slug = ${input.category})`)
      : undefined,
    input.difficulty ? eq(courses.difficulty, input.difficulty) : undefined,
    input.instructor ? eq(courses.instructorId, input.instructor) : undefined,
    input.currency ? eq(courses.currency, input.currency) : undefined,
    input.minPrice === undefined ? undefined : gte(courses.priceMinor, input.minPrice),
    input.maxPrice === undefined ? undefined : lte(courses.priceMinor, input.maxPrice),
  ];
}

/** Categories with how many published courses each holds; empty ones are left out. */
export function listCategories(ctx: Context) {
  return ctx.services.cache.read({
    key: "categories.list",
    ttlMs: CATALOGUE_TTL_MS,
    tags: [CATALOGUE_TAG],
    load: async () => {
      const items = await ctx.db
        .select({ slug: categories.slug, name: categories.name, courseCount: sql<number>`count(*)::int` })
        .from(categories)
        .innerJoin(courses, and(eq(courses.categoryId, categories.id), isPublic))
        .groupBy(categories.id)
        .orderBy(asc(categories.position), asc(categories.name));
      return { items };
    },
  });
}

/** A published course with its outline. Throws `CourseNotFound`, for drafts and deleted ones as well. */
export async function getCourse(ctx: Context, slug: string): Promise<ManagedCourse> {
  const course = await ctx.services.cache.read({
    key: `courses.get:${slug}`,
    ttlMs: CATALOGUE_TTL_MS,
    tags: [CATALOGUE_TAG],
    load: () => loadCourse(ctx, eq(courses.slug, slug)),
    worthKeeping: (loaded) => loaded !== null,
  });
  if (course?.status !== "published" || course.deletedAt !== null) throw new CourseNotFound(slug);
  return course;
}

/** A course in any state, for those who write it. Throws `CourseNotFound`. */
export async function getManagedCourse(ctx: Context, id: string): Promise<ManagedCourse> {
  const course = found(await loadCourse(ctx, eq(courses.id, id)), () => new CourseNotFound(id));
  if (!mayReadUnpublished(ctx.actor, course)) throw new CourseNotFound(id);
  return course;
}

/** A course in any state by its slug, or null; callers decide who may see a draft. */
export function findCourseBySlug(ctx: Context, slug: string): Promise<ManagedCourse | null> {
  return loadCourse(ctx, eq(courses.slug, slug));
}

/** The course and its whole outline in one statement. */
async function loadCourse(ctx: Context, which: SQL): Promise<ManagedCourse | null> {
  const [row] = await ctx.db
    .select({
      ...cardColumns,
      description: courses.description,
      status: courses.status,
      version: courses.version,
      lmsCourse: courses.lmsCourse,
      deletedAt: courses.deletedAt,
      instructorId: courses.instructorId,
      outline: sql<OutlineModule[]>`(
        select coalesce(json_agg(json_build_object('id', m.id, 'title', m.title, 'lessons', (
          select coalesce(json_agg(json_build_object('id', l.id, 'slug', l.slug, 'title', l.title, 'kind', l.kind,
            'minutes', l.minutes, 'preview', l.preview) order by l.position, l.id), '[]')
          from lessons l where l.module_id = m.id and l.deleted_at is null)) order by m.position, m.id), '[]')
        from modules m where m.course_id = "courses"."id" and m.deleted_at is null)`,
    })
    .from(courses)
    .innerJoin(categories, eq(categories.id, courses.categoryId))
    .innerJoin(users, eq(users.id, courses.instructorId))
    .where(which)
    .limit(1);
  if (!row) return null;
  const { description, status, version, lmsCourse, deletedAt, instructorId, outline } = row;
  return { ...toCard(row), description, status, version, lmsCourse, deletedAt, instructorId, modules: outline };
}

/** What checkout needs to know of a course; never from the cache, so that an old price is never charged. */
export interface CourseForSale {
  id: string;
  slug: string;
  title: string;
  price: Money;
  status: "draft" | "published" | "archived";
  instructorId: string;
  lmsCourse: string | null;
  deleted: boolean;
}

export async function coursesForSale(
  ctx: Pick<Context, "db">,
  idsOrSlugs: readonly string[],
): Promise<CourseForSale[]> {
  if (idsOrSlugs.length === 0) return [];
  const wanted = sql`(${sql.join(
    idsOrSlugs.map((value) => sql`${value}`),
    sql`, `,
  )})`;
  const rows = await ctx.db
    .select({
      id: courses.id,
      slug: courses.slug,
      title: courses.title,
      priceMinor: courses.priceMinor,
      currency: courses.currency,
      status: courses.status,
      instructorId: courses.instructorId,
      lmsCourse: courses.lmsCourse,
      deletedAt: courses.deletedAt,
    })
    .from(courses)
    .where(sql`${courses.id} in ${wanted} or ${courses.slug} in ${wanted}`);
  return rows.map(({ priceMinor, currency: code, deletedAt, ...row }) => ({
    ...row,
    price: money(priceMinor, code as Currency),
    deleted: deletedAt !== null,
  }));
}

/** One course for sale by id or slug. Throws `CourseNotFound`. */
export async function courseForSale(ctx: Pick<Context, "db">, idOrSlug: string): Promise<CourseForSale> {
  const [course] = await coursesForSale(ctx, [idOrSlug]);
  return found(course, () => new CourseNotFound(idOrSlug));
}

/** Courses are written by hand, so there are never so many that their order would need an index. */
const MANAGED_ORDERS = {
  changed: { column: courses.updatedAt, kind: "instant", of: (row) => row.updatedAt.toISOString() },
  title: { column: courses.title, kind: "text", of: (row) => row.title },
  price: { column: courses.priceMinor, kind: "integer", of: (row) => row.priceMinor },
} as const satisfies Record<ManagedSort, SortColumn<CardRow & { updatedAt: Date }>>;

/** The courses that the actor may work on, whatever their state, in the order they ask for. */
export async function listManagedCourses(ctx: Context, input: ListManagedInput) {
  const ordering = orderingBy(MANAGED_ORDERS, courses.id, input.sort);
  const rows = await ctx.db
    .select({
      ...cardColumns,
      status: courses.status,
      version: courses.version,
      deletedAt: courses.deletedAt,
      updatedAt: courses.updatedAt,
    })
    .from(courses)
    .innerJoin(categories, eq(categories.id, courses.categoryId))
    .innerJoin(users, eq(users.id, courses.instructorId))
    .where(
      and(
        ownCoursesOnly(ctx),
        input.deleted ? isNotNull(courses.deletedAt) : isNull(courses.deletedAt),
        input.status ? eq(courses.status, input.status) : undefined,
        input.q ? sql`${courses.search} @@ websearch_to_tsquery('simple', ${input.q})` : undefined,
        ordering.after(input.cursor),
      ),
    )
    .orderBy(...ordering.order)
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, ordering.keyOf);
  return {
    items: page.items.map((row) => ({
      ...toCard(row),
      status: row.status,
      version: row.version,
      deletedAt: row.deletedAt,
    })),
    nextCursor: page.nextCursor,
  };
}

/** Instructors see their own courses; staff see all. */
function ownCoursesOnly(ctx: Context): SQL | undefined {
  const { actor } = ctx;
  return actor.kind === "user" && !may(actor, "course:read_all") ? eq(courses.instructorId, actor.id) : undefined;
}
