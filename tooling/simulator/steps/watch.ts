import type { Simulation } from "../simulation.ts";
import type { Effect } from "../step.ts";
import { lapsedFree } from "./buyer.ts";
import { effectsOfLookUps } from "./hearing.ts";

/**
 * What the reconciler does: orders that cost nothing lapse by the clock alone, and of the others the gateway was asked,
 * one after the other. Each order stands alone, so of the first a worker that died may have closed any; which, the
 * database says.
 */
export async function effectsOfWatch(simulation: Simulation): Promise<Effect[]> {
  const { database, gate, shop } = simulation;
  const rows = gate.dead ? await database.sql<{ id: string }[]>`select id from orders where status = 'expired'` : null;
  const free = [...shop.orders.values()].filter((order) => order.gateway === null && order.status === "pending");
  const closed = free.filter(({ id }) => rows?.some((row) => row.id === id) ?? true);
  return [...closed.flatMap((order) => lapsedFree(simulation, order)), ...effectsOfLookUps(simulation)];
}
