import { setTimeout as sleep } from "node:timers/promises";
import { afterTheFaults } from "../after.ts";
import { openMarket, pay, placeOrder } from "../rig/buyers.ts";
import type { Weather } from "../rig/proxy.ts";
import type { System } from "../rig/system.ts";
import { type Scenario, scaled } from "../scenario.ts";

const ORDERS_A_SECOND = 20;
const HEALTHY_WITHIN_S = 10;
const LOOK_EVERY_MS = 100;
/** Looks in a row that must be good: one may have met the one line that still stands. */
const GOOD_LOOKS = 10;

/** Every line between the processes is late, breaks, goes dead or drips, by turns. */
export const badNetwork: Scenario = {
  promise: 25,
  name: "late, broken, dead and dripping lines",
  passes: "no order lost, none doubled, no process ended, all ready again soon",
  run: async (system, scale) => {
    const forMs = scaled(30 * 60_000, scale, 6_000);
    const market = await openMarket(system, "network");
    const worker = await system.startWorker();
    const until = performance.now() + forMs;
    const [count, changes] = await Promise.all([sellUntil(system, market, until), changeWeather(system, until)]);
    const fair = performance.now();
    await readyAgain([system.frontUrl.concat("/api/health/ready"), `${worker.url}/health/ready`]);
    const healthy = Math.round((performance.now() - fair) / 100) / 10;
    const result = await afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { seconds: forMs / 1_000, changes, readyAgainSeconds: healthy },
      conditions: { [`ready again within ${HEALTHY_WITHIN_S} s`]: scale < 1 || healthy <= HEALTHY_WITHIN_S },
    });
    const ended = (await worker.stop()) !== 0 || (await system.front().stop()) !== 0;
    await system.restartFront();
    return ended ? { ...result, broken: [...result.broken, "no process ended by itself"] } : result;
  },
};

/** Buyers who come at a steady rate, whoever has to wait; gives how many there were. */
async function sellUntil(system: System, market: Parameters<typeof placeOrder>[1], until: number): Promise<number> {
  const sales: Promise<void>[] = [];
  while (performance.now() < until) {
    const number = sales.length + 1;
    sales.push(placeOrder(system, market, number).then((placed) => pay(system, placed)));
    await sleep(1_000 / ORDERS_A_SECOND);
  }
  await Promise.all(sales);
  return sales.length;
}

async function changeWeather(system: System, until: number): Promise<number> {
  const { proxies, chance } = system;
  let changes = 0;
  while (performance.now() < until) {
    chance.pick(Object.values(proxies)).turn(someWeather(system));
    changes += 1;
    await sleep(chance.between(500, 3_000));
  }
  for (const proxy of Object.values(proxies)) proxy.turn({ kind: "fair" });
  return changes;
}

function someWeather({ chance }: System): Weather {
  return chance.pick<Weather>([
    { kind: "fair" },
    { kind: "delay", upToMs: chance.between(50, 2_000) },
    { kind: "reset", rate: chance.between(1, 20) / 100 },
    { kind: "half_open" },
    { kind: "drip", byteEveryMs: 1_000 },
  ]);
}

async function readyAgain(urls: readonly string[]): Promise<void> {
  for (let good = 0; good < GOOD_LOOKS; ) {
    const answers = await Promise.all(
      urls.map((url) =>
        fetch(url).then(
          (answer) => answer.ok,
          () => false,
        ),
      ),
    );
    good = answers.every(Boolean) ? good + 1 : 0;
    await sleep(LOOK_EVERY_MS);
  }
}
