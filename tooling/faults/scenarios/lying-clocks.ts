import { existsSync } from "node:fs";
import { afterTheFaults } from "../after.ts";
import { eachOf, type Market, openMarket, type Placed, pay, placeOrder, placeOrders } from "../rig/buyers.ts";
import { letOrdersAge, onePeriod } from "../rig/reconciler.ts";
import type { System } from "../rig/system.ts";
import { loseWebhooks } from "../rig/webhooks.ts";
import { type Result, type Scenario, scaled } from "../scenario.ts";

const LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const CLOCKS = ["+400d", "-3h", "+3h"];

/** The clocks of workers and of the shop front are wrong, each in another way; the database's is right. */
export const lyingClocks: Scenario = {
  promise: 24,
  name: "workers and a shop front whose clocks lie",
  passes:
    "no checkout is closed before its time or open beyond it, no schedule runs twice, and paid orders are settled",
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
    const late = await sellAtWrongTimes(system, market, count);
    const misdated = await countMisdated(system);
    const schedulesTwice = await countRunTwice(system);
    await system.startWorker();
    await system.sandbox.control("DELETE", "faults");
    await eachOf([...orders.slice(count / 2), ...late], 4, (order) => pay(system, order));
    return afterTheFaults(system, market, {
      orders: count + late.length,
      scale,
      more: { clocks: CLOCKS.join(" "), closedEarly, misdated, schedulesTwice },
      conditions: { "every order ends when it should": misdated === 0, "no schedule runs twice": schedulesTwice === 0 },
    });
  },
};

/** Buyers come to a shop front whose clock is wrong, in each of the ways. */
async function sellAtWrongTimes(system: System, market: Market, after: number): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const clock of CLOCKS) {
    await system.restartFront(clockAt(clock));
    placed.push(await placeOrder(system, market, after + placed.length + 1));
  }
  await system.restartFront();
  return placed;
}

/** Orders that would end at once, or wait for longer than a gateway's page lives. */
async function countMisdated({ sql }: System): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from orders
    where expires_at not between created_at + interval '10 min' and created_at + interval '1 day'`;
  return row?.count ?? 0;
}

/** Of a schedule of every minute, the runs of one minute beyond the first; those that the rig began are left out. */
async function countRunTwice({ sql }: System): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select from outbox where job = 'payments.sweep_inbox'
      group by date_trunc('minute', created_at) having count(*) > 1) twice`;
  return row?.count ?? 0;
}

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
