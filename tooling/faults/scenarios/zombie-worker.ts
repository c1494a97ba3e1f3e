import { setTimeout as sleep } from "node:timers/promises";
import { afterTheFaults } from "../after.ts";
import { eachOf, openMarket, pay, placeOrders } from "../rig/buyers.ts";
import { TAKEOVER_SECONDS } from "../rig/environment.ts";
import { type Scenario, scaled } from "../scenario.ts";

const RUNS_AN_ORDER = 4;

/** A worker is frozen until its jobs belong to another, and then goes on where it was. */
export const zombieWorker: Scenario = {
  promise: 13,
  name: "a worker frozen and thawed",
  passes: "no effect twice",
  run: async (system, scale) => {
    const [count, freezes] = [scaled(1_000, scale, 20), scaled(100, scale, 3)];
    const market = await openMarket(system, "zombie");
    const orders = await placeOrders(system, market, count);
    const workers = [await system.startWorker(), await system.startWorker()];
    const paying = eachOf(orders, 1, async (order) => {
      await pay(system, order);
      // Spread over the whole of it, so that every freeze finds work in hand.
      await sleep((freezes * TAKEOVER_SECONDS * 1_000) / count);
    });
    for (let freeze = 1; freeze <= freezes; freeze++) {
      const { pid } = system.chance.pick(workers);
      process.kill(pid, "SIGSTOP");
      await sleep(TAKEOVER_SECONDS * 1_000 * (1 + system.chance.next() * (scale < 1 ? 1 : 4)));
      process.kill(pid, "SIGCONT");
      await sleep(system.chance.between(100, 800));
    }
    await paying;
    const [row] = await system.sql<{ again: number; runs: number }[]>`
      select count(*) filter (where attempts > 1)::int as again,
        coalesce(sum(attempts) filter (where job = 'lms.sync_enrolment'), 0)::int as runs from outbox`;
    const runsAnOrder = Math.round(((row?.runs ?? 0) / count) * 100) / 100;
    return afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { freezes, jobsBegunAgain: row?.again ?? 0, syncRunsAnOrder: runsAnOrder },
      conditions: { [`at most ${RUNS_AN_ORDER} runs at the LMS an order`]: runsAnOrder <= RUNS_AN_ORDER },
    });
  },
};
