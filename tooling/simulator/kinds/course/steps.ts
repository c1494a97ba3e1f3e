import type { Simulation } from "../../simulation.ts";
import type { Done, StepKind } from "../../step.ts";
import { asStaff } from "../../steps/as-staff.ts";
import { LEARNER_STEPS } from "./learn.ts";

/** What staff do with the courses of the catalogue. */
export const COURSE_STEPS: readonly StepKind[] = [
  ...LEARNER_STEPS,
  { name: "reprice", weight: 1.5, run: reprice },
  { name: "point at an LMS course", weight: 2, run: pointAtLmsCourse },
  { name: "take off sale", weight: 0.8, run: takeOffSale },
  { name: "put on sale", weight: 1.2, run: putOnSale },
  { name: "delete course", weight: 0.3, run: (simulation) => setDeleted(simulation, true) },
  { name: "restore course", weight: 0.6, run: (simulation) => setDeleted(simulation, false) },
];

async function reprice(simulation: Simulation): Promise<Done> {
  const { chance, shop } = simulation;
  const id = chance.pick([...shop.courses.keys()]);
  const priceMinor = chance.pick([0, 1_900, 4_900, 9_999]);
  const [row] = await simulation.database.sql<{ version: number }[]>`select version from courses where id = ${id}`;
  return asStaff(
    simulation,
    `${id} costs ${priceMinor}`,
    () => simulation.staff().courses.manage.update({ id, version: row?.version ?? 1, data: { priceMinor } }),
    (next) => void Object.assign(next.courses.get(id) ?? {}, { price: priceMinor }),
  );
}

/** To one of two of its own, to one that another course has as well, or out of the LMS; most often where somebody learns. */
async function pointAtLmsCourse(simulation: Simulation): Promise<Done> {
  const { chance, database, shop } = simulation;
  const learnt = shop.rights
    .filter((right) => right.live && shop.courses.has(right.subject))
    .map(({ subject }) => subject);
  const id = chance.pick(learnt.length > 0 && chance.happens(0.8) ? learnt : [...shop.courses.keys()]);
  const [row] = await database.sql<
    { version: number; slug: string }[]
  >`select version, slug from courses where id = ${id}`;
  const lmsCourse = chance.pick([row?.slug ?? "", `${row?.slug}-anew`, "shared", null]);
  return asStaff(
    simulation,
    `${id} is ${lmsCourse ?? "nowhere"} in the LMS`,
    () => simulation.staff().courses.manage.update({ id, version: row?.version ?? 1, data: { lmsCourse } }),
    (next) => void Object.assign(next.courses.get(id) ?? {}, { lmsCourse }),
  );
}

async function takeOffSale(simulation: Simulation): Promise<Done> {
  const id = simulation.chance.pick([...simulation.shop.courses.keys()]);
  const archived = { status: "archived" };
  return asStaff(
    simulation,
    `${id} is taken off sale`,
    () => simulation.staff().courses.manage.archive({ id }),
    (shop) => void Object.assign(shop.courses.get(id) ?? {}, archived),
  );
}

async function putOnSale(simulation: Simulation): Promise<Done | null> {
  const archived = [...simulation.shop.courses].filter(([, course]) => course.status === "archived");
  const [id] = simulation.chance.pickOrNull(archived) ?? [];
  if (id === undefined) return null;
  return asStaff(
    simulation,
    `${id} is on sale again`,
    () => simulation.staff().courses.manage.publish({ id }),
    (shop) => void Object.assign(shop.courses.get(id) ?? {}, { status: "published" }),
  );
}

async function setDeleted(simulation: Simulation, deleted: boolean): Promise<Done | null> {
  const candidates = [...simulation.shop.courses].filter(([, course]) => course.deleted !== deleted);
  const [id] = simulation.chance.pickOrNull(candidates) ?? [];
  if (id === undefined) return null;
  return asStaff(
    simulation,
    `${id} is ${deleted ? "deleted" : "restored"}`,
    () => simulation.staff().courses.manage[deleted ? "delete" : "restore"]({ id }),
    (shop) => void Object.assign(shop.courses.get(id) ?? {}, { deleted }),
  );
}
