import { setTimeout as sleep } from "node:timers/promises";
import type { RunningApp } from "../../testing/start-app.ts";
import { afterTheFaults } from "../after.ts";
import { type Market, openMarket, pay, placeOrder } from "../rig/buyers.ts";
import type { Weather } from "../rig/proxy.ts";
import type { System } from "../rig/system.ts";
import { type Scenario, scaled } from "../scenario.ts";

const ORDERS_A_SECOND = 20;
const HEALTHY_WITHIN_S = 10;
const LOOK_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 2_000;
/** Looks in a row that must be good: one may have met the one line that still stands. */
const GOOD_LOOKS = 10;
const LAST_WORDS = 4_000;

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
    const processes = [worker, system.front()];
    const [count, changes] = await Promise.race([
      Promise.all([sellUntil(system, market, until), changeWeather(system, until)]),
      endOfAny(processes),
    ]);
    const fair = performance.now();
    await readyAgain([system.frontUrl.concat("/api/health/ready"), `${worker.url}/health/ready`]);
    const healthy = Math.round((performance.now() - fair) / 100) / 10;
    const result = await afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { seconds: forMs / 1_000, changes, readyAgainSeconds: healthy },
      conditions: { [`ready again within ${HEALTHY_WITHIN_S} s`]: scale < 1 || healthy <= HEALTHY_WITHIN_S },
    });
    const codes = await Promise.all(processes.map((each) => each.stop()));
    await system.restartFront();
    return codes.every((code) => code === 0) ? result : { ...result, broken: [...result.broken, "they end in order"] };
  },
};

/** Buyers who come at a steady rate, whoever has to wait; gives how many there were. */
async function sellUntil(system: System, market: Market, until: number): Promise<number> {
  const sales: Promise<void>[] = [];
  const begun = performance.now();
  while (performance.now() < until) {
    const due = Math.ceil(((performance.now() - begun) / 1_000) * ORDERS_A_SECOND);
    while (sales.length < due) sales.push(sell(system, market, sales.length + 1));
    await sleep(1_000 / ORDERS_A_SECOND);
  }
  for (const sale of sales) await sale;
  return sales.length;
}

/** Never rejects while others still buy: an error is thrown once it is asked for. */
function sell(system: System, market: Market, number: number): Promise<void> {
  const sale = placeOrder(system, market, number).then((placed) => pay(system, placed));
  sale.catch(() => {});
  return sale;
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

/** Throws when one of them ends, with what it said last; without it buyers would knock for ever. */
async function endOfAny(processes: readonly RunningApp[]): Promise<never> {
  for (;;) {
    const ended = processes.find((each) => !each.runs());
    if (ended) throw new Error(`a process ended by itself:\n${ended.output().slice(-LAST_WORDS)}`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function readyAgain(urls: readonly string[]): Promise<void> {
  for (let good = 0; good < GOOD_LOOKS; ) {
    const answers = await Promise.all(
      urls.map((url) =>
        fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
          (answer) => answer.ok,
          () => false,
        ),
      ),
    );
    good = answers.every(Boolean) ? good + 1 : 0;
    await sleep(LOOK_EVERY_MS);
  }
}
