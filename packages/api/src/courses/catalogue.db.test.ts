import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { createCache, memoryStore } from "../platform/cache.ts";
import type { Context } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import type { CreateCourseInput } from "./schemas.ts";

const database = testDatabase();
const services = testServices(database);

let ines: TestPerson;
let instructor: ReturnType<typeof createCaller>;
let admin: ReturnType<typeof createCaller>;
let visitor: ReturnType<typeof createCaller>;
let adminContext: Context;

const draft = (slug: string, more: Partial<CreateCourseInput> = {}): CreateCourseInput => ({
  slug,
  title: `On ${slug}`,
  summary: "A course that is written for a test.",
  description: "<p>Words.</p>",
  category: "craft",
  difficulty: "beginner",
  language: "en",
  priceMinor: 4_900,
  currency: "EUR",
  lmsCourse: null,
  ...more,
});

async function published(slug: string, more: Partial<CreateCourseInput> = {}): Promise<string> {
  const { id } = await instructor.courses.manage.create(draft(slug, more));
  const { id: moduleId } = await instructor.courses.manage.addModule({ courseId: id, title: "First" });
  await instructor.courses.manage.addLesson({
    moduleId,
    slug: "hello",
    title: "Hello",
    body: "<p>Hello.</p>",
    minutes: 5,
    preview: true,
  });
  await admin.courses.manage.publish({ id });
  return id;
}

beforeAll(async () => {
  ines = await addPerson(services, "ines");
  instructor = createCaller(await signedIn(services, ines));
  adminContext = await signedIn(services, await addPerson(services, "ada"));
  admin = createCaller(adminContext);
  visitor = createCaller(guest(services));
});

describe("the catalogue", () => {
  test("shows what is published, and neither drafts nor archived nor deleted courses", async () => {
    await published("shown");
    await instructor.courses.manage.create(draft("only-a-draft"));
    await admin.courses.manage.archive({ id: await published("withdrawn") });
    await admin.courses.manage.delete({ id: await published("thrown-away") });
    const slugs = (await visitor.courses.list({ limit: 100 })).items.map((course) => course.slug);
    expect(slugs).toContain("shown");
    for (const hidden of ["only-a-draft", "withdrawn", "thrown-away"]) {
      expect(slugs).not.toContain(hidden);
      await expect(visitor.courses.get({ slug: hidden })).rejects.toMatchObject({
        cause: { code: "course_not_found" },
      });
    }
  });

  test("is read page by page in every order, each course once", async () => {
    for (let n = 0; n < 7; n++)
      await published(`paged-${n}`, { priceMinor: 100 * (n % 3), category: "paged", title: `Title ${7 - n}` });
    for (const sort of ["newest", "price_asc", "price_desc", "title"] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await visitor.courses.list({ category: "paged", sort, limit: 3, cursor });
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...page.items.map((course) => course.slug));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(new Set(seen).size, sort).toBe(7);
      expect(seen.length, sort).toBe(7);
    }
  });

  test("is searched by words of title and summary, and filtered by difficulty and price", async () => {
    await published("dry-stone-walls", { title: "Dry stone walls", difficulty: "advanced", priceMinor: 12_000 });
    const found = async (input: Parameters<typeof visitor.courses.list>[0]) =>
      (await visitor.courses.list(input)).items.map((course) => course.slug);
    expect(await found({ q: "stone" })).toEqual(["dry-stone-walls"]);
    expect(await found({ q: "stone -walls" })).toEqual([]);
    expect(await found({ difficulty: "advanced" })).toEqual(["dry-stone-walls"]);
    expect(await found({ minPrice: 10_000, currency: "EUR" })).toEqual(["dry-stone-walls"]);
    expect(await found({ q: "'; drop table courses; --" })).toEqual([]);
  });

  test("T23 refuses filters it does not know, a forged cursor and a page without bound", async () => {
    for (const wrong of [{ role: "admin" }, { cursor: "forged" }, { limit: 1_000_000 }, { sort: "random" }]) {
      await expect(visitor.courses.list(wrong as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
  });

  test("is cached by fixed choices and by what there is; strangers cannot add to the cache", async () => {
    await published("worth-keeping");
    const keys = new Set<string>();
    const store = await memoryStore({ publish: async () => {}, subscribe: async () => {} }, services.clock);
    const set: typeof store.set = (key, ...value) => {
      keys.add(key);
      return store.set(key, ...value);
    };
    const cache = createCache(
      { ...store, set },
      () => {},
      () => {},
    );
    const stranger = createCaller(guest({ ...services, cache }));

    for (let nth = 0; nth < 5; nth++) {
      const { nextCursor: cursor } = await stranger.courses.list({ limit: 1 });
      await stranger.courses.list({ q: `words ${nth}` });
      await stranger.courses.list({ category: `category-${nth}` });
      await stranger.courses.list({ instructor: `usr_${nth}` });
      await stranger.courses.list({ minPrice: nth });
      await stranger.courses.list({ maxPrice: nth });
      if (cursor) await stranger.courses.list({ limit: 1, cursor });
      await expect(stranger.courses.get({ slug: `none-${nth}` })).rejects.toThrow();
      await stranger.courses.get({ slug: "worth-keeping" });
    }
    expect([...keys].map((key) => key.split(":")[0])).toEqual(["courses.list", "courses.get"]);
  });

  test("shows a new price at once, although it is cached", async () => {
    const id = await published("repriced");
    expect((await visitor.courses.get({ slug: "repriced" })).price.amount).toBe(4_900);
    const { version } = await admin.courses.manage.get({ id });
    await admin.courses.manage.update({ id, version, data: { priceMinor: 9_900 } });
    expect((await visitor.courses.get({ slug: "repriced" })).price.amount).toBe(9_900);
  });

  test("counts the courses of each category", async () => {
    const { items } = await visitor.courses.categories();
    expect(items.find((category) => category.slug === "paged")).toEqual({
      slug: "paged",
      name: "Paged",
      courseCount: 7,
    });
  });
});

describe("writing a course", () => {
  test("is for instructors and staff, not for learners and visitors", async () => {
    const learner = createCaller(await signedIn(services, await addPerson(services, "asha")));
    await expect(learner.courses.manage.create(draft("by-a-learner"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(visitor.courses.manage.create(draft("by-nobody"))).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  test("of somebody else is not there for an instructor, and open to who may publish", async () => {
    const other = createCaller(await signedIn(services, await addPerson(services, "ben", { roles: ["instructor"] })));
    const { id } = await instructor.courses.manage.create(draft("of-ines"));
    await expect(other.courses.manage.update({ id, version: 1, data: { title: "Mine now" } })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(other.courses.manage.addModule({ courseId: id, title: "Mine" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await admin.courses.manage.update({ id, version: 1, data: { title: "Better title" } });
    expect((await other.courses.manage.list({})).items).toEqual([]);
    await expect(other.courses.manage.get({ id })).rejects.toMatchObject({ cause: { code: "course_not_found" } });
  });

  test("T20 does not let its teacher choose where learners are enrolled at our cost, nor reprice a running sale", async () => {
    const id = await published("priced-by-staff");
    const { version } = await instructor.courses.manage.get({ id });
    for (const data of [{ priceMinor: 0 }, { currency: "INR" as const }, { lmsCourse: "a-colleague-s" }]) {
      await expect(instructor.courses.manage.update({ id, version, data })).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    }
    await expect(
      instructor.courses.manage.create(draft("lms-of-mine", { lmsCourse: "a-colleague-s" })),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await admin.courses.manage.update({ id, version, data: { priceMinor: 5_900, lmsCourse: "priced-by-staff" } });
  });

  test("T92 keeps plain fields plain and rich text harmless", async () => {
    const { id } = await instructor.courses.manage.create(
      draft("hostile", {
        title: "A <b>bold</b> title & more",
        description: '<p onclick="x()">Hi <a href="javascript:alert(1)">there</a></p><script>alert(1)</script>',
      }),
    );
    const course = await instructor.courses.manage.get({ id });
    expect(course.title).toBe("A bold title & more");
    expect(course.description).toBe("<p>Hi <a>there</a></p>");
  });

  test("under a taken address is refused by name", async () => {
    await instructor.courses.manage.create(draft("taken"));
    await expect(instructor.courses.manage.create(draft("taken"))).rejects.toMatchObject({
      cause: { code: "slug_taken" },
    });
  });

  test("by two people at once: the second is told, and loses nothing", async () => {
    const { id } = await instructor.courses.manage.create(draft("contended"));
    const edits = await Promise.allSettled([
      instructor.courses.manage.update({ id, version: 1, data: { title: "First wins" } }),
      admin.courses.manage.update({ id, version: 1, data: { title: "Second wins" } }),
    ]);
    expect(edits.filter((edit) => edit.status === "fulfilled")).toHaveLength(1);
    const refused = edits.find((edit) => edit.status === "rejected");
    expect(refused?.reason).toMatchObject({ cause: { code: "course_changed_meanwhile" } });
    expect((await admin.courses.manage.get({ id })).version).toBe(2);
  });

  test("leaves an entry in the audit: who, what, before and after", async () => {
    const { id } = await instructor.courses.manage.create(draft("audited"));
    await admin.courses.manage.update({ id, version: 1, data: { priceMinor: 100 } });
    const entries = await database.db.select().from(tables.auditEntries).where(eq(tables.auditEntries.subjectId, id));
    expect(entries.map((entry) => entry.action).sort()).toEqual(["courses.create", "courses.update"]);
    const update = entries.find((entry) => entry.action === "courses.update");
    expect(update).toMatchObject({
      actorId: adminContext.actor.id,
      before: { priceMinor: 4_900 },
      after: { priceMinor: 100 },
    });
  });
});

describe("publishing", () => {
  test("needs a lesson", async () => {
    const { id } = await instructor.courses.manage.create(draft("empty"));
    await expect(admin.courses.manage.publish({ id })).rejects.toMatchObject({ cause: { code: "course_not_ready" } });
    await expect(instructor.courses.manage.publish({ id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("a deleted course comes back when it is restored", async () => {
    const id = await published("restored");
    await admin.courses.manage.delete({ id });
    await admin.courses.manage.restore({ id });
    expect((await visitor.courses.get({ slug: "restored" })).id).toBe(id);
  });
});

describe("the outline", () => {
  test("keeps its order, and takes a new one that names every item once", async () => {
    const { id } = await instructor.courses.manage.create(draft("outlined"));
    const modules = [];
    for (const title of ["One", "Two", "Three"])
      modules.push((await instructor.courses.manage.addModule({ courseId: id, title })).id);
    await instructor.courses.manage.reorderModules({ courseId: id, ids: [...modules].reverse() });
    expect((await instructor.courses.manage.get({ id })).modules.map((module) => module.title)).toEqual([
      "Three",
      "Two",
      "One",
    ]);
    for (const wrong of [modules.slice(1), [...modules, modules[0] ?? ""], ["mod_unknown", ...modules.slice(1)]]) {
      await expect(instructor.courses.manage.reorderModules({ courseId: id, ids: wrong })).rejects.toMatchObject({
        cause: { code: "order_incomplete" },
      });
    }
  });

  test("is renamed, extended and cut", async () => {
    const { id } = await instructor.courses.manage.create(draft("edited"));
    const { id: moduleId } = await instructor.courses.manage.addModule({ courseId: id, title: "Old name" });
    await instructor.courses.manage.renameModule({ id: moduleId, title: "New name" });
    const lesson = { moduleId, body: "<p>Text</p>", minutes: 3, preview: false };
    const first = await instructor.courses.manage.addLesson({ ...lesson, slug: "first", title: "First" });
    const second = await instructor.courses.manage.addLesson({ ...lesson, slug: "second", title: "Second" });
    await expect(
      instructor.courses.manage.addLesson({ ...lesson, slug: "second", title: "Again" }),
    ).rejects.toMatchObject({ cause: { code: "slug_taken" } });
    await instructor.courses.manage.reorderLessons({ moduleId, ids: [second.id, first.id] });
    await instructor.courses.manage.updateLesson({ id: first.id, data: { title: "Was first", preview: true } });
    await instructor.courses.manage.removeLesson({ id: second.id });
    expect((await instructor.courses.manage.lesson({ id: first.id })).body).toBe("<p>Text</p>");
    const [module] = (await instructor.courses.manage.get({ id })).modules;
    expect(module).toMatchObject({ title: "New name", lessons: [{ title: "Was first", preview: true }] });
    await instructor.courses.manage.removeModule({ id: moduleId });
    expect((await instructor.courses.manage.get({ id })).modules).toEqual([]);
    await expect(instructor.courses.manage.renameModule({ id: moduleId, title: "Gone" })).rejects.toMatchObject({
      cause: { code: "module_not_found" },
    });
    await expect(instructor.courses.manage.updateLesson({ id: second.id, data: {} })).rejects.toMatchObject({
      cause: { code: "lesson_not_found" },
    });
  });
});
