import { setTimeout as sleep } from "node:timers/promises";
import { afterTheFaults } from "../after.ts";
import { eachOf, openMarket, pay, placeOrders } from "../rig/buyers.ts";
import { type Scenario, scaled } from "../scenario.ts";

/** How much of its file Redis loses, when it goes back in time. */
const TAIL_LOST = 0.2;

/** Redis forgets everything, is killed, and comes back with an older state. */
export const forgetfulRedis: Scenario = {
  promise: 11,
  name: "Redis flushed, killed, set back in time",
  passes: "no order lost, none doubled",
  run: async (system, scale) => {
    const { redis, chance } = system;
    const [count, flushes, kills] = [scaled(2_500, scale, 10), scaled(20, scale, 1), scaled(20, scale, 1)];
    const setsBack = scaled(5, scale, 1);
    const market = await openMarket(system, "redis");
    const orders = await placeOrders(system, market, count);
    await system.startWorker();
    const paying = eachOf(orders, 4, (order) => pay(system, order));
    const faults = [
      ...Array.from({ length: flushes }, () => () => redis.command("flushall")),
      ...Array.from({ length: kills }, () => async () => {
        await redis.kill();
        await redis.start();
      }),
      ...Array.from({ length: setsBack }, () => async () => {
        await redis.kill();
        redis.loseTail(TAIL_LOST);
        await redis.start();
      }),
    ];
    while (faults.length > 0) {
      await sleep(chance.between(100, 1_000));
      await faults.splice(chance.below(faults.length), 1)[0]?.();
    }
    await paying;
    const [row] = await system.sql<{ count: number }[]>`select count(*)::int as count from outbox where epoch > 1`;
    return afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { flushes, kills, setsBack, handedOutAgain: row?.count ?? 0 },
    });
  },
};
