import { DOMAINS } from "../domains.ts";
import { KINDS } from "../kinds/index.ts";
import { race } from "../rig/race.ts";
import { type Simulation, UNFORESEEN } from "../simulation.ts";
import type { Done, Effect, StepKind } from "../step.ts";
import { BUYER_STEPS } from "./buyer.ts";
import { MESSAGE_STEPS } from "./messages.ts";
import { STAFF_STEPS } from "./staff.ts";
import { WORKER_STEPS } from "./worker.ts";

/** What meets what: jobs most of all, also one and the same that the queue has handed out twice. */
const MEETING: Readonly<Record<string, number>> = {
  "run a job": 10,
  "come back": 5,
  "decide review": 4,
  "ask for a refund": 4,
  "give back": 2,
  repay: 2,
  start: 3,
  "start again": 3,
  "confirm free order": 2,
  "repeat a message": 2,
  "prove address": 1,
  "claim purchase": 1,
  reprice: 1,
  "point at an LMS course": 1,
  "delete course": 0.5,
  ...Object.assign({}, ...DOMAINS.map((domain) => domain.meeting)),
};

const MEETERS = [
  ...BUYER_STEPS,
  ...MESSAGE_STEPS,
  ...WORKER_STEPS,
  ...STAFF_STEPS,
  ...KINDS.flatMap((kind) => kind.steps),
  ...DOMAINS.flatMap((domain) => domain.steps),
].filter(({ name }) => name in MEETING);

export const AT_ONCE_STEPS: readonly StepKind[] = [{ name: "two at once", weight: 8, run: twoAtOnce }];

/**
 * Two things at once, statement by statement in an order that the seed decides. What they leave must be what one after
 * the other could have left. Their answers are not judged here, because each depends on the order.
 */
async function twoAtOnce(simulation: Simulation): Promise<Done | null> {
  const { chance, database, gate } = simulation;
  gate.revive();
  const weightOf = ({ name }: StepKind) => MEETING[name] ?? 0;
  const pair = [chance.weighted(MEETERS, weightOf), chance.weighted(MEETERS, weightOf)];
  const dones = await race(
    pair.map((kind) => () => kind.run(simulation)),
    { chance, countLockWaiters: () => database.countLockWaiters() },
  );
  const happened = dones.filter((done) => done !== null);
  if (happened.length === 0) return null;
  const [first = [], second = []] = happened.map((done) => done.effects);
  const unforeseen = happened.flatMap(({ wrong }) => (wrong?.includes(UNFORESEEN) ? [wrong] : []));
  return {
    told: happened.map((done) => done.told).join("  |  "),
    effects: [],
    orders: interleavings(first, second),
    ...(unforeseen.length > 0 ? { wrong: unforeseen.join("; ") } : {}),
  };
}

/** Every order of two histories that keeps the order within each. */
export function interleavings(left: readonly Effect[], right: readonly Effect[]): Effect[][] {
  const [a, ...leftRest] = left;
  const [b, ...rightRest] = right;
  if (a === undefined) return [[...right]];
  if (b === undefined) return [[...left]];
  return [
    ...interleavings(leftRest, right).map((rest) => [a, ...rest]),
    ...interleavings(left, rightRest).map((rest) => [b, ...rest]),
  ];
}
