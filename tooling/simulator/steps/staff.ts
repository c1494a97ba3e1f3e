import { replayDead } from "@stoa/jobs";
import type { GatewayName } from "@stoa/payments";
import type { Simulation } from "../simulation.ts";
import type { Done, StepKind } from "../step.ts";
import { asStaff } from "./as-staff.ts";
import { askForRefund } from "./refunds.ts";
import { STAFF_MONEY_STEPS } from "./staff-money.ts";

/** What staff do with money, with what was given up, with people. */
export const STAFF_STEPS: readonly StepKind[] = [
  ...STAFF_MONEY_STEPS,
  { name: "ask for a refund", weight: 3, run: askForRefund },
  { name: "replay event", weight: 1, run: replayEvent },
  { name: "replay dead", weight: 1, run: replayDeadLetter },
  { name: "retry places", weight: 1, run: retryPlaces },
  { name: "block", weight: 0.4, run: (simulation) => setBlocked(simulation, true) },
  { name: "unblock", weight: 0.6, run: (simulation) => setBlocked(simulation, false) },
];

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
