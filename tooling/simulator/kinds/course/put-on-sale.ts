import { tables } from "@stoa/db";
import { type Currency, newId } from "@stoa/kit";
import type { Course } from "../../model/shop.ts";
import type { Simulation } from "../../simulation.ts";

const COURSES: readonly { price: number; currency: Currency; inLms: boolean }[] = [
  { price: 4_900, currency: "EUR", inLms: true },
  { price: 1_999, currency: "EUR", inLms: false },
  { price: 49_900, currency: "INR", inLms: true },
  { price: 0, currency: "EUR", inLms: true },
];

/** A few courses of one instructor, in two currencies, one of them free. */
export async function putCoursesOnSale(simulation: Simulation): Promise<void> {
  const { db } = simulation.services;
  const instructorId = newId("user");
  const teacher = { id: instructorId, email: "ines@staff.test", emailNormalised: "ines@staff.test", name: "Ines" };
  await db.insert(tables.users).values({ ...teacher, emailVerifiedAt: simulation.clock.now() });
  const categoryId = newId("category");
  await db.insert(tables.categories).values({ id: categoryId, slug: "craft", name: "Craft" });
  for (const [at, course] of COURSES.entries())
    await addCourse(simulation, `course-${at + 1}`, course, { instructorId, categoryId });
}

async function addCourse(
  simulation: Simulation,
  slug: string,
  { price, currency, inLms }: (typeof COURSES)[number],
  catalogue: { instructorId: string; categoryId: string },
): Promise<void> {
  const { db } = simulation.services;
  const id = newId("course");
  const lmsCourse = inLms ? slug : null;
  const course: Course = { price, currency, lmsCourse, status: "published", deleted: false };
  await db.insert(tables.courses).values({
    id,
    slug,
    title: slug,
    summary: slug,
    description: `<p>${slug}</p>`,
    difficulty: "beginner",
    priceMinor: price,
    currency,
    status: "published",
    lmsCourse,
    publishedAt: simulation.clock.now(),
    ...catalogue,
  });
  const moduleId = newId("module");
  await db.insert(tables.modules).values({ id: moduleId, courseId: id, title: "One", position: 0 });
  const lesson = {
    id: newId("lesson"),
    courseId: id,
    moduleId,
    slug: `${slug}-one`,
    title: "One",
    kind: "text" as const,
  };
  await db.insert(tables.lessons).values({ ...lesson, body: "<p>One.</p>", position: 0 });
  simulation.shop.courses.set(id, course);
}
