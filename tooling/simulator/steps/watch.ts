import type { Simulation } from "../simulation.ts";
import type { Effect } from "../step.ts";
import { lapsedFree } from "./buyer.ts";
import { lookUpsOf } from "./hearing.ts";

/** The orders that the reconciler is going to look up, in its order: those that waited longest first. */
export async function waitingOrders({ database }: Simulation): Promise<string[]> {
  const rows = await database.sql<{ id: string }[]>`
    select id from orders where status = 'pending' order by updated_at`;
  return rows.map(({ id }) => id);
}

/**
 * One effect an order, in the order in which they were looked up, so that a worker which dies has done a beginning of
 * them. Those that cost nothing lapse by the clock alone; of the others the gateway was asked.
 */
export function effectsOfWatch(simulation: Simulation, waiting: readonly string[]): Effect[] {
  const lookedUp = lookUpsOf(simulation);
  return waiting.flatMap((id) => {
    const order = simulation.shop.orders.get(id);
    if (order?.gateway === null) return lapsedFree(simulation, order);
    return lookedUp.filter((each) => each.orderId === id).map((each) => each.effect);
  });
}
