import { brokenInvariants } from "@stoa/api/reporting/run-invariants";
import { differenceOf, pictureOf } from "./model/picture.ts";
import type { Shop } from "./model/shop.ts";
import { readPicture } from "./rig/read-picture.ts";
import type { Simulation } from "./simulation.ts";
import type { Done, Effect } from "./step.ts";

/** Where the database is not what the model says; lines that read alone. */
export type Difference = readonly string[];

/**
 * Lets the model do what a step did, and compares it with the database. Of a step whose process died any beginning of
 * its effects may have happened, and things done at once may have happened in either order: the model goes on with the
 * one that fits, and there must be one.
 */
export async function follow(simulation: Simulation, done: Done): Promise<Difference> {
  const histories = historiesOf(done);
  if (!simulation.gate.passed && histories.every((effects) => effects.length === 0)) return [];
  simulation.shop.now = simulation.now;
  const [only = []] = histories;
  if (histories.length === 1 && !isTimeToLook(simulation)) {
    for (const effect of only) effect(simulation.shop);
    return [];
  }
  simulation.notLookedFor = 0;
  const found = await readPicture(simulation.database.sql);
  let closest: Difference | null = null;
  for (const effects of histories) {
    const shop = histories.length > 1 ? structuredClone(simulation.shop) : simulation.shop;
    for (const effect of effects) effect(shop);
    const difference = linesOf(shop, found);
    if (difference.length === 0) {
      simulation.shop = shop;
      return [];
    }
    if (closest === null || difference.length < closest.length) closest = difference;
  }
  return closest ?? [];
}

function isTimeToLook(simulation: Simulation): boolean {
  simulation.notLookedFor += 1;
  return simulation.notLookedFor >= simulation.lookEvery;
}

function historiesOf({ effects, partial, orders }: Done): readonly (readonly Effect[])[] {
  if (orders) return orders;
  if (!partial) return [effects];
  return Array.from({ length: effects.length + 1 }, (_, at) => effects.slice(0, effects.length - at));
}

function linesOf(shop: Shop, found: readonly string[]): string[] {
  const { missing, surplus } = differenceOf(pictureOf(shop), found);
  return [...missing.map((line) => `model only:    ${line}`), ...surplus.map((line) => `database only: ${line}`)];
}

/** Whether the database is what the model says at this moment. */
export async function look(simulation: Simulation): Promise<Difference> {
  return linesOf(simulation.shop, await readPicture(simulation.database.sql));
}

/** What the invariants of the product itself say. */
export async function breaches(simulation: Simulation): Promise<Difference> {
  const found = await brokenInvariants({ db: simulation.inspector });
  return found.map(({ name, sampleIds }) => `invariant broken: ${name} (${sampleIds.join(", ")})`);
}
