import { existsSync } from "node:fs";
import { afterTheFaults } from "../after.ts";
import { eachOf, openMarket, pay, placeOrders } from "../rig/buyers.ts";
import { letOrdersAge, onePeriod } from "../rig/reconciler.ts";
import type { System } from "../rig/system.ts";
import { loseWebhooks } from "../rig/webhooks.ts";
import { type Result, type Scenario, scaled } from "../scenario.ts";

const LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const CLOCKS = ["+400d", "-3h", "+3h"];

/** The workers' clocks are wrong, each in another way; the database's is right. */
export const lyingClocks: Scenario = {
  promise: 24,
  name: "workers whose clocks lie",
  passes: "no checkout is closed before its time, and paid ones are settled",
  run: async (system, scale) => {
    if (!existsSync(LIBRARY)) return { figures: { skipped: "no libfaketime here" }, broken: [] };
    const count = scaled(300, scale, 6);
    const market = await openMarket(system, "clocks");
    const orders = await placeOrders(system, market, count);
    await loseWebhooks(system);
    const paid = orders.slice(0, count / 2);
    await eachOf(paid, 4, (order) => pay(system, order));
    for (const clock of CLOCKS) {
      const worker = await system.startWorker(clockAt(clock));
      await letOrdersAge(system);
      await onePeriod(system);
      await worker.kill();
    }
    const closedEarly = await countClosed(system);
    if (closedEarly > 0) return broken(count, closedEarly);
    await system.startWorker();
    await system.sandbox.control("DELETE", "faults");
    await eachOf(orders.slice(count / 2), 4, (order) => pay(system, order));
    return afterTheFaults(system, market, { orders: count, scale, more: { clocks: CLOCKS.join(" "), closedEarly } });
  },
};

/** The monotonic clock goes on, as it does on a machine whose time of day is set wrongly. */
function clockAt(clock: string): Readonly<Record<string, string>> {
  return { LD_PRELOAD: LIBRARY, FAKETIME: clock, FAKETIME_DONT_FAKE_MONOTONIC: "1" };
}

async function countClosed({ sql }: System): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from orders where status in ('expired', 'cancelled') and expires_at > now()`;
  return row?.count ?? 0;
}

function broken(orders: number, closedEarly: number): Result {
  return { figures: { orders, closedEarly }, broken: ["no checkout is closed before its time"] };
}
