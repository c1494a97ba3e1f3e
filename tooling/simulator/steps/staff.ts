import { replayDead } from "@stoa/jobs";
import type { GatewayName } from "@stoa/payments";
import { codeOf, type Simulation } from "../simulation.ts";
import type { Done, Effect, StepKind } from "../step.ts";
import { STAFF_MONEY_STEPS } from "./staff-money.ts";

/** What staff do: in the catalogue, with money, with what was given up, with people. */
export const STAFF_STEPS: readonly StepKind[] = [
  { name: "reprice", weight: 1.5, run: reprice },
  { name: "take off sale", weight: 0.8, run: takeOffSale },
  { name: "put on sale", weight: 1.2, run: putOnSale },
  { name: "delete course", weight: 0.3, run: (simulation) => setDeleted(simulation, true) },
  { name: "restore course", weight: 0.6, run: (simulation) => setDeleted(simulation, false) },
  ...STAFF_MONEY_STEPS,
  { name: "replay event", weight: 1, run: replayEvent },
  { name: "replay dead", weight: 1, run: replayDeadLetter },
  { name: "retry places", weight: 1, run: retryPlaces },
  { name: "block", weight: 0.4, run: (simulation) => setBlocked(simulation, true) },
  { name: "unblock", weight: 0.6, run: (simulation) => setBlocked(simulation, false) },
];

/** Makes a call as staff; a death of the process on the way leaves all or nothing of its one effect. */
async function asStaff(
  simulation: Simulation,
  told: string,
  call: () => Promise<unknown>,
  effect: Effect,
): Promise<Done> {
  const refused = await call()
    .then(() => null)
    .catch((error: unknown) => codeOf(error));
  if (simulation.gate.dead) return { told: `${told} and the process dies`, effects: [effect], partial: true };
  if (refused !== null)
    return { told: `${told}: ${refused}`, effects: [], wrong: `staff were refused with ${refused}` };
  return { told, effects: [effect] };
}

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

async function replayEvent(simulation: Simulation): Promise<Done | null> {
  const { chance, database } = simulation;
  const event = chance.pickOrNull(
    await database.sql<{ gateway: GatewayName; event_id: string }[]>`
      select gateway, event_id from inbox_events where handled_at is not null or dead_at is not null order by event_id`,
  );
  if (event === null) return null;
  const key = { gateway: event.gateway, eventId: event.event_id };
  return asStaff(
    simulation,
    `${key.eventId} is replayed`,
    () => simulation.staff().payments.replay(key),
    () => {},
  );
}

async function replayDeadLetter(simulation: Simulation): Promise<Done | null> {
  const dead = simulation.chance.pickOrNull(
    await simulation.database.sql<{ id: string; job: string }[]>`
      select id, job from outbox where dead_at is not null and done_at is null order by position`,
  );
  if (dead === null) return null;
  return asStaff(
    simulation,
    `dead ${dead.job} is replayed`,
    () => replayDead(simulation.context("staff"), dead.id),
    () => {},
  );
}

async function retryPlaces(simulation: Simulation): Promise<Done> {
  return asStaff(
    simulation,
    "failed places are tried again",
    () => simulation.staff().lms.retryFailed(),
    () => {},
  );
}

async function setBlocked(simulation: Simulation, blocked: boolean): Promise<Done | null> {
  const candidates = [...simulation.shop.people].filter(([, person]) => person.blocked !== blocked);
  const [id] = simulation.chance.pickOrNull(candidates) ?? [];
  if (id === undefined) return null;
  const { users } = simulation.staff().identity;
  return asStaff(
    simulation,
    `${id} is ${blocked ? "blocked" : "unblocked"}`,
    () => (blocked ? users.block({ id, reason: "abuse" }) : users.unblock({ id })),
    (shop) => void Object.assign(shop.people.get(id) ?? {}, { blocked }),
  );
}
