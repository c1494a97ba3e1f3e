import { setTimeout as sleep } from "node:timers/promises";
import { afterTheFaults } from "../after.ts";
import {
  callShop,
  checkoutCall,
  eachOf,
  type Market,
  openMarket,
  type Placed,
  pay,
  placeOrder,
} from "../rig/buyers.ts";
import type { System } from "../rig/system.ts";
import { type Scenario, scaled } from "../scenario.ts";

const CALLS = 100;
/** What a call may be answered beside the one answer: that the first still runs, or that these are too many. */
const TRY_AGAIN = [409, 429];

/** A client sends one checkout a hundred times at once; others have the shop front killed under theirs. */
export const sameKey: Scenario = {
  promise: 9,
  name: "one key, a hundred calls, a killed shop front",
  passes: "one order a key, equal answers, another body refused; after a kill a retry finishes",
  run: async (system, scale) => {
    const [keys, kills] = [scaled(20, scale, 2), scaled(20, scale, 2)];
    const market = await openMarket(system, "key");
    await system.startWorker();
    const numbers = Array.from({ length: keys }, (_, index) => index + 1);
    const wrong = (await eachOf(numbers, 1, (number) => callAtOnce(system, market, number))).flat();
    const repeated = await eachOf(numbers, 1, (number) => placeOrder(system, market, number));
    const interrupted = await killWhileTheyBuy(system, market, keys, kills);
    await eachOf([...repeated, ...interrupted], 4, (order) => pay(system, order));
    return afterTheFaults(system, market, {
      orders: keys + kills,
      scale,
      more: { keys, callsAKey: CALLS, kills, wrongAnswers: wrong.length },
      conditions: { [`answers to one key are equal: ${wrong.join("; ")}`]: wrong.length === 0 },
    });
  },
};

/** All calls of one key, then one with another body; gives what was answered wrongly. */
async function callAtOnce(system: System, market: Market, number: number): Promise<string[]> {
  const call = checkoutCall(market, `${market.name}-${number}@example.com`, number);
  const answers = await Promise.all(Array.from({ length: CALLS }, () => callShop(system, call)));
  const bodies = new Set(answers.flatMap(({ status, text }) => (status === 200 ? [text] : [])));
  const failures = answers.filter(({ status }) => status !== 200 && !TRY_AGAIN.includes(status));
  const another = await callShop(system, { ...call, body: { ...call.body, country: "FR" } });
  return [
    ...(bodies.size === 1 ? [] : [`${bodies.size} different answers`]),
    ...failures.map(({ status }) => `an answer ${status}`),
    ...(another.status >= 400 && another.status < 500 ? [] : [`another body was answered ${another.status}`]),
  ];
}

/** Each buyer's first call dies with the shop front at some moment; their client tries again under the same key. */
async function killWhileTheyBuy(system: System, market: Market, after: number, kills: number): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (let number = after + 1; number <= after + kills; number++) {
    const buying = placeOrder(system, market, number);
    buying.catch(() => {});
    await sleep(system.chance.between(1, 80));
    await system.restartFront();
    // The dead call holds its key for a minute, in case it still runs.
    await system.sql`update idempotency_keys set locked_until = now() where succeeded is null`;
    placed.push(await buying);
  }
  return placed;
}
