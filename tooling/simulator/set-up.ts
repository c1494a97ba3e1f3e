import { tables } from "@stoa/db";
import type { Currency } from "@stoa/kit";
import { newId } from "@stoa/kit";
import type { Course } from "./model/shop.ts";
import type { Simulation } from "./simulation.ts";
import { PASSWORD } from "./steps/visitor.ts";

/** Two that are members, one whose address is not proved yet, and two without an account. */
const PEOPLE = [
  { name: "asha", account: true, verified: true },
  { name: "ben", account: true, verified: true },
  { name: "chen", account: true, verified: false },
  { name: "dara", account: false, verified: false },
  { name: "eli", account: false, verified: false },
];

const COURSES: readonly { price: number; currency: Currency; inLms: boolean }[] = [
  { price: 4_900, currency: "EUR", inLms: true },
  { price: 1_999, currency: "EUR", inLms: false },
  { price: 49_900, currency: "INR", inLms: true },
  { price: 0, currency: "EUR", inLms: true },
];

/** People and courses, few enough that they meet again and again. Written to the database and to the model alike. */
export async function setUp(simulation: Simulation): Promise<void> {
  const { db } = simulation.services;
  for (const [at, person] of PEOPLE.entries()) {
    const email = `${person.name}@learners.test`;
    const user = person.account ? newId("user") : null;
    simulation.visitors.push({ name: person.name, email, user, bearer: null, ip: `203.0.113.${at + 1}` });
    if (user === null) continue;
    const emailVerifiedAt = person.verified ? simulation.clock.now() : null;
    const row = { id: user, email, emailNormalised: email, name: person.name, passwordHash: `plain:${PASSWORD}` };
    await db.insert(tables.users).values({ ...row, emailVerifiedAt });
    await db.insert(tables.userRoles).values({ userId: user, role: "learner" });
    simulation.shop.people.set(user, { email, verified: person.verified, blocked: false });
  }
  // The shop has been open for a while: its reconciler has read all there was to read.
  const collectedUntil = simulation.clock.now();
  await db
    .insert(tables.gatewayMarks)
    .values(simulation.gateways.map(({ name }) => ({ gateway: name, collectedUntil })));
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
  const course: Course = { price, currency, inLms, status: "published", deleted: false };
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
    lmsCourse: inLms ? slug : null,
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
