import { setTimeout as sleep } from "node:timers/promises";
import { afterTheFaults } from "../after.ts";
import { eachOf, openMarket, pay, placeOrders } from "../rig/buyers.ts";
import { endLeases } from "../rig/settle.ts";
import { type Scenario, scaled } from "../scenario.ts";

const SHARE_SENT_TWICE = 0.2;

/** The worker dies again and again while paid orders come in. */
export const killedWorker: Scenario = {
  promise: 1,
  name: "kill -9 of the worker while orders are paid",
  passes: "each order fulfilled once, in Stoa, at the LMS and by mail",
  run: async (system, scale) => {
    const [count, kills] = [scaled(5_000, scale, 20), scaled(200, scale, 3)];
    const market = await openMarket(system, "killed");
    const orders = await placeOrders(system, market, count);
    await system.sandbox.control("POST", "faults", { target: "webhooks", kind: "duplicate", rate: SHARE_SENT_TWICE });
    const paying = eachOf(orders, 4, (order) => pay(system, order));
    for (let kill = 1; kill <= kills; kill++) {
      const worker = await system.startWorker();
      await sleep(system.chance.between(100, 800));
      await worker.kill();
      await endLeases(system);
    }
    await paying;
    await system.sandbox.control("DELETE", "faults");
    const begunAgain = await system.sql<{ count: number }[]>`
      select count(*)::int as count from outbox where attempts > 1`;
    await system.startWorker();
    return afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { kills, jobsBegunAgain: begunAgain[0]?.count ?? 0 },
    });
  },
};
