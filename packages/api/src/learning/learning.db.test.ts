import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { normaliseEmail } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addLesson, addModule, createCourse, publishCourse } from "../courses/index.ts";
import {
  canAccess,
  endEntitlements,
  grantEntitlement,
  hasLiveEntitlement,
  joinEntitlements,
} from "../entitlements/index.ts";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { closeEnrolments, joinEnrolments, openEnrolment } from "./index.ts";

const database = testDatabase();
const services = testServices(database);
const system = () => contextAs(services, { kind: "system", id: "test" });

let courseId: string;
let lessons: string[];
let learner: Context & { actor: UserActor };
let person: TestPerson;
let teacher: TestPerson;
let granted = 0;

const holderOf = (who: TestPerson) => ({ userId: who.id, email: normaliseEmail(who.email) });
const asGuest = (email: string) => ({ userId: null, email });
const grant = (holder: { userId: string | null; email: string }, more: { sourceId?: string; expiresAt?: Date } = {}) =>
  grantEntitlement(system(), {
    holder,
    productKind: "course",
    subjectId: courseId,
    source: "order",
    sourceId: `oli_${granted++}`,
    ...more,
  });

beforeAll(async () => {
  teacher = await addPerson(services, "ines");
  const course = await createCourse(system(), {
    slug: "weaving",
    title: "Weaving",
    summary: "Warp and weft.",
    description: "",
    category: "craft",
    difficulty: "beginner",
    language: "en",
    priceMinor: 2_000,
    currency: "EUR",
    lmsCourse: null,
    instructorId: teacher.id,
  });
  courseId = course.id;
  const { id: moduleId } = await addModule(system(), { courseId, title: "Begin" });
  lessons = [];
  for (const [index, slug] of ["loom", "warp", "weft"].entries()) {
    lessons.push(
      (
        await addLesson(system(), {
          moduleId,
          slug,
          title: slug,
          body: `<p>${slug}</p>`,
          minutes: 5,
          preview: index === 0,
        })
      ).id,
    );
  }
  await publishCourse(system(), courseId);
});

beforeEach(async () => {
  person = await addPerson(services, "asha", { email: `asha-${granted++}@example.com` });
  learner = await signedIn(services, person);
});

describe("access", () => {
  test("comes from any live source, and ending one does not take what another gives", async () => {
    await grant(holderOf(person), { sourceId: "first" });
    await grantEntitlement(system(), {
      holder: holderOf(person),
      productKind: "course",
      subjectId: courseId,
      source: "gift",
      sourceId: "second",
    });
    await endEntitlements(system(), { source: "order", sourceIds: ["first"], reason: "refund" });
    expect(await canAccess(learner, { productKind: "course", subjectId: courseId })).toBe(true);
    await endEntitlements(system(), { source: "gift", sourceIds: ["second"], reason: "taken back" });
    expect(await canAccess(learner, { productKind: "course", subjectId: courseId })).toBe(false);
    expect(await endEntitlements(system(), { source: "gift", sourceIds: ["second"], reason: "again" })).toEqual({
      ended: 0,
    });
  });

  test("granted fifty times at once from one source is one right", async () => {
    const grants = await Promise.all(Array.from({ length: 50 }, () => grant(holderOf(person), { sourceId: "same" })));
    expect(new Set(grants.map((one) => one.id)).size).toBe(1);
    expect(grants.filter((one) => one.created)).toHaveLength(1);
  });

  test("ends when it expires, by the database's clock", async () => {
    await grant(holderOf(person), { expiresAt: new Date(Date.now() - 1_000) });
    expect(await canAccess(learner, { productKind: "course", subjectId: courseId })).toBe(false);
  });

  test("of a guest does not open to an account that merely carries the address", async () => {
    await grant(asGuest(normaliseEmail(person.email)));
    expect(
      await hasLiveEntitlement(system(), {
        holder: asGuest(normaliseEmail(person.email)),
        productKind: "course",
        subjectId: courseId,
      }),
    ).toBe(true);
    expect(await canAccess(learner, { productKind: "course", subjectId: courseId })).toBe(false);
    await joinEntitlements(system(), { userId: person.id, email: normaliseEmail(person.email) });
    expect(await canAccess(learner, { productKind: "course", subjectId: courseId })).toBe(true);
  });
});

describe("a lesson", () => {
  test("T83 that is a preview opens to everybody, the others only to owners", async () => {
    const visitor = createCaller(guest(services));
    expect((await visitor.learning.lesson({ course: "weaving", lesson: "loom" })).lesson.body).toBe("<p>loom</p>");
    await expect(visitor.learning.lesson({ course: "weaving", lesson: "warp" })).rejects.toMatchObject({
      cause: { code: "not_enrolled" },
    });
    await expect(createCaller(learner).learning.lesson({ course: "weaving", lesson: "warp" })).rejects.toMatchObject({
      cause: { code: "not_enrolled" },
    });
    await grant(holderOf(person));
    const view = await createCaller(learner).learning.lesson({ course: "weaving", lesson: "warp" });
    expect(view).toMatchObject({
      enrolled: true,
      position: 0,
      completed: false,
      progressPercent: 0,
      previous: { slug: "loom" },
      next: { slug: "weft" },
    });
  });

  test("opens to its own teacher and to staff, not to other teachers", async () => {
    const colleague = await addPerson(services, "ben", {
      email: `ben-${granted++}@example.com`,
      roles: ["instructor"],
    });
    const staff = await addPerson(services, "omar", { email: `omar-${granted++}@example.com` });
    const read = async (who: TestPerson) =>
      createCaller(await signedIn(services, who)).learning.lesson({ course: "weaving", lesson: "warp" });
    await expect(read(colleague)).rejects.toMatchObject({ cause: { code: "not_enrolled" } });
    expect((await read(staff)).lesson.body).toBe("<p>warp</p>");
    expect((await read(teacher)).lesson.body).toBe("<p>warp</p>");
  });

  test("that is not there is said so", async () => {
    await expect(createCaller(learner).learning.lesson({ course: "weaving", lesson: "knot" })).rejects.toMatchObject({
      cause: { code: "lesson_not_found" },
    });
    await expect(createCaller(learner).learning.lesson({ course: "no-such", lesson: "knot" })).rejects.toMatchObject({
      cause: { code: "course_not_found" },
    });
  });

  test("of a course that was withdrawn stays open to who owns it", async () => {
    await grant(holderOf(person));
    await database.db.update(tables.courses).set({ status: "archived" }).where(eq(tables.courses.id, courseId));
    await services.cache.invalidate(["courses"]);
    expect((await createCaller(learner).learning.lesson({ course: "weaving", lesson: "warp" })).enrolled).toBe(true);
    await expect(
      createCaller(guest(services)).learning.lesson({ course: "weaving", lesson: "loom" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await database.db.update(tables.courses).set({ status: "published" }).where(eq(tables.courses.id, courseId));
    await services.cache.invalidate(["courses"]);
  });
});

describe("progress", () => {
  test("T83 is refused without access, and for a lesson that is not there", async () => {
    const caller = createCaller(learner);
    await expect(caller.learning.completeLesson({ lessonId: lessons[1] ?? "", completed: true })).rejects.toMatchObject(
      { cause: { code: "not_enrolled" } },
    );
    await expect(caller.learning.saveProgress({ lessonId: "les_unknown", position: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(caller.learning.saveProgress({ lessonId: lessons[1] ?? "", position: 1.5 })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  test("only grows, also when it is told out of order and at once", async () => {
    await grant(holderOf(person));
    const caller = createCaller(learner);
    await Promise.all(
      [0.2, 0.9, 0.5].map((position) => caller.learning.saveProgress({ lessonId: lessons[1] ?? "", position })),
    );
    expect((await caller.learning.lesson({ course: "weaving", lesson: "warp" })).position).toBe(0.9);
    const rows = await database.db.select().from(tables.enrolments).where(eq(tables.enrolments.userId, person.id));
    expect(rows).toHaveLength(1);
  });

  test("of the last lesson completes the course, once and for good", async () => {
    await grant(holderOf(person));
    const caller = createCaller(learner);
    const answers = [];
    for (const lessonId of lessons) answers.push(await caller.learning.completeLesson({ lessonId, completed: true }));
    expect(answers.map((answer) => answer.progressPercent)).toEqual([33, 66, 100]);
    expect(answers.at(-1)?.courseCompleted).toBe(true);
    await caller.learning.completeLesson({ lessonId: lessons[0] ?? "", completed: false });
    const [view] = (await caller.learning.enrolments({})).items;
    expect(view).toMatchObject({
      status: "completed",
      progressPercent: 66,
      completedCount: 2,
      lessonCount: 3,
      resume: { slug: "loom" },
    });
    const done = await database.db
      .select()
      .from(tables.auditEntries)
      .where(eq(tables.auditEntries.action, "learning.complete_course"));
    expect(done).toHaveLength(1);
  });

  test("resumes where the reader was, then at the first lesson that is not done", async () => {
    await grant(holderOf(person));
    const caller = createCaller(learner);
    await caller.learning.saveProgress({ lessonId: lessons[2] ?? "", position: 0.3 });
    expect((await caller.learning.enrolments({})).items[0]?.resume).toEqual({ slug: "weft", title: "weft" });
    await caller.learning.completeLesson({ lessonId: lessons[2] ?? "", completed: true });
    expect((await caller.learning.enrolments({})).items[0]?.resume).toEqual({ slug: "loom", title: "loom" });
  });
});

describe("enrolments", () => {
  test("are one for each holder and course, however often they are opened", async () => {
    const opened = await Promise.all(
      Array.from({ length: 20 }, () => openEnrolment(system(), { holder: holderOf(person), courseId })),
    );
    expect(new Set(opened.map((one) => one.id)).size).toBe(1);
  });

  test("that were closed open again with what was learned", async () => {
    const first = await openEnrolment(system(), { holder: holderOf(person), courseId });
    const close = { holder: holderOf(person), courseIds: [courseId], status: "refunded" } as const;
    expect(await closeEnrolments(system(), close)).toEqual([{ id: first.id, courseId }]);
    expect(await closeEnrolments(system(), close)).toEqual([]);
    expect((await createCaller(learner).learning.enrolments({})).items).toEqual([]);
    expect(await openEnrolment(system(), { holder: holderOf(person), courseId })).toMatchObject({
      id: first.id,
      status: "active",
    });
  });

  test("that wait under a proved address close with the account's", async () => {
    const waiting = await openEnrolment(system(), { holder: asGuest(normaliseEmail(person.email)), courseId });
    const close = { holder: holderOf(person), courseIds: [courseId], status: "refunded" } as const;
    expect(await closeEnrolments(system(), close)).toEqual([{ id: waiting.id, courseId }]);
    await joinEnrolments(system(), { userId: person.id, email: normaliseEmail(person.email) });
    expect((await createCaller(learner).learning.enrolments({})).items).toEqual([]);
  });

  test("of a guest join the account, and become one where the account had its own", async () => {
    const email = normaliseEmail(person.email);
    const guestRow = await openEnrolment(system(), { holder: asGuest(email), courseId });
    await joinEnrolments(system(), { userId: person.id, email });
    expect((await createCaller(learner).learning.enrolments({})).items.map((view) => view.id)).toEqual([guestRow.id]);

    const again = await openEnrolment(system(), { holder: asGuest(email), courseId });
    await database.db
      .insert(tables.lessonProgress)
      .values({ enrolmentId: again.id, lessonId: lessons[1] ?? "", position: 1, completedAt: new Date() });
    expect(await joinEnrolments(system(), { userId: person.id, email })).toEqual({
      merged: [{ from: again.id, to: guestRow.id }],
    });
    expect((await createCaller(learner).learning.enrolments({})).items).toMatchObject([
      { id: guestRow.id, completedCount: 1 },
    ]);
    expect(await joinEnrolments(system(), { userId: person.id, email })).toEqual({ merged: [] });
  });

  test("that were completed and closed are completed again when a guest's joins them", async () => {
    const email = normaliseEmail(person.email);
    await grant(holderOf(person));
    for (const lessonId of lessons) await createCaller(learner).learning.completeLesson({ lessonId, completed: true });
    await closeEnrolments(system(), { holder: holderOf(person), courseIds: [courseId], status: "refunded" });
    await openEnrolment(system(), { holder: asGuest(email), courseId });
    await joinEnrolments(system(), { userId: person.id, email });
    expect((await createCaller(learner).learning.enrolments({})).items).toMatchObject([{ status: "completed" }]);
  });

  test("are shown to their owner only, the latest first, page by page", async () => {
    await openEnrolment(system(), { holder: holderOf(person), courseId });
    const other = await signedIn(services, await addPerson(services, "ben", { email: `ben-${granted++}@example.com` }));
    expect((await createCaller(other).learning.enrolments({})).items).toEqual([]);
    await expect(createCaller(guest(services)).learning.enrolments({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    const page = await createCaller(learner).learning.enrolments({ limit: 1 });
    expect(page).toMatchObject({ items: [{ course: { slug: "weaving" }, accessible: false }], nextCursor: null });
  });
});
