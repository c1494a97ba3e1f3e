import { createCaller } from "@stoa/api/root";
import type { Shop } from "../../model/shop.ts";
import type { Simulation } from "../../simulation.ts";
import type { Done, StepKind } from "../../step.ts";
import { judged } from "../../steps/as-staff.ts";
import { signInAs } from "../../steps/sign-in.ts";
import { actorOf } from "../../steps/visitor.ts";
import { enrol } from "./rules.ts";

/** What people do in the courses that they have. */
export const LEARNER_STEPS: readonly StepKind[] = [{ name: "do a lesson", weight: 3, run: doLesson }];

/** Somebody who is signed in marks the only lesson of a course done, or not done after all. */
async function doLesson(simulation: Simulation): Promise<Done | null> {
  const { chance, database, shop } = simulation;
  const owns = (user: string | null) => shop.rights.some((right) => right.live && right.user === user);
  const learners = simulation.visitors.filter(({ user }) => user !== null && owns(user));
  const visitor = chance.pickOrNull(chance.happens(0.1) ? simulation.visitors : learners);
  if (visitor === null) return null;
  const actor = await actorOf(simulation, visitor);
  const user = actor.kind === "user" ? actor.id : null;
  if (user === null && visitor.user !== null) return signInAs(simulation, visitor);
  const own = shop.rights.filter((right) => right.live && right.user === user).map((right) => right.subject);
  const course = chance.pickOrNull(chance.happens(0.1) ? [...shop.courses.keys()] : own);
  if (user === null || course === null) return null;
  const completed = chance.happens(0.8);
  const [lesson] = await database.sql<{ id: string }[]>`select id from lessons where course_id = ${course}`;
  const learner = createCaller(simulation.browser(visitor, actor)).learning;
  return judged(
    simulation,
    `${visitor.name} does ${completed ? "" : "not "}do the lesson of ${course}`,
    () => learner.completeLesson({ lessonId: lesson?.id ?? "", completed }),
    whyNotLearn(shop, user, course),
    async () => [
      (next) => {
        if (whyNotLearn(next, user, course) !== null) return;
        const enrolment = enrol(next, { user, email: visitor.email }, course);
        enrolment.lessonDone = completed;
        if (completed) Object.assign(enrolment, { completed, status: "completed" });
      },
    ],
  );
}

/** Lessons are for who has a right to the course; of what is not on sale strangers do not learn that it is there. */
function whyNotLearn(shop: Shop, user: string, course: string): string | null {
  if (shop.rights.some((right) => right.live && right.subject === course && right.user === user)) return null;
  const { status, deleted = true } = shop.courses.get(course) ?? {};
  return status === "published" && !deleted ? "not_enrolled" : "lesson_not_found";
}
