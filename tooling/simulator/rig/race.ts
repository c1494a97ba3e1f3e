import { AsyncLocalStorage } from "node:async_hooks";
import type { Chance } from "./chance.ts";

/** One of several activities at once. It stops at every gate until it is given its turn. */
export class Lane {
  readonly chance: Chance;
  /** What the world has answered it; see `Simulation.heard`. */
  readonly heard: unknown[] = [];
  state: "running" | "at the gate" | "ended" = "running";
  /** More than one when the lane itself does several things at once. */
  private readonly waiting: (() => void)[] = [];
  private readonly onStill: () => void;

  constructor(chance: Chance, onStill: () => void) {
    this.chance = chance;
    this.onStill = onStill;
  }

  turn(): Promise<void> {
    this.state = "at the gate";
    this.onStill();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  end(): void {
    this.state = "ended";
    this.onStill();
  }

  go(): void {
    this.state = "running";
    for (const letGo of this.waiting.splice(0)) letGo();
  }
}

const current = new AsyncLocalStorage<Lane>();

/** The lane that the running code belongs to; none outside a race. */
export function currentLane(): Lane | undefined {
  return current.getStore();
}

interface Referee {
  chance: Chance;
  /** How many sessions of the database wait for a lock at this moment. */
  countLockWaiters(): Promise<number>;
}

/**
 * Runs activities at once, one statement at a time, in an order that chance decides: at each moment all of them stand at
 * a gate, have ended, or wait in the database for a lock that another holds. So the same seed gives the same interleaving,
 * however fast the machine is. When all wait for each other, the database ends the deadlock.
 */
export async function race<T>(runs: readonly (() => Promise<T>)[], referee: Referee): Promise<T[]> {
  let wake = () => {};
  const lanes = runs.map((_, at) => new Lane(referee.chance.fork(`lane ${at}`), () => wake()));
  const outcomes = Promise.all(
    lanes.map((lane, at) => current.run(lane, () => runs[at]?.().finally(() => lane.end()))),
  );
  outcomes.catch(() => {});
  const running = () => lanes.filter((lane) => lane.state === "running").length;
  const ready = () => lanes.filter((lane) => lane.state === "at the gate");
  while (lanes.some((lane) => lane.state !== "ended")) {
    const before = running();
    if (before > 0) {
      const stopped = new Promise<boolean>((resolve) => {
        wake = () => resolve(true);
        setTimeout(resolve, LOOK_AFTER_MS, false);
      });
      if (await stopped) continue;
      const waiting = ready().length > 0 && (await referee.countLockWaiters()) === before && running() === before;
      if (!waiting) continue;
    }
    referee.chance.pickOrNull(ready())?.go();
  }
  return (await outcomes).flatMap((outcome) => outcome ?? []);
}

/** How soon the database is asked whether a statement that does not end waits for a lock. */
const LOOK_AFTER_MS = 3;
