import { afterTheFaults } from "../after.ts";
import { type Placed, paidUnheard, returnToShop } from "../rig/buyers.ts";
import { beginPeriod, letOrdersAge } from "../rig/reconciler.ts";
import type { System } from "../rig/system.ts";
import { deliver, eventsAbout } from "../rig/webhooks.ts";
import { type Scenario, scaled } from "../scenario.ts";

/** Orders whose three messengers arrive together. */
const WAVE = 20;

/** The webhook, the buyer's return and the reconciler reach the same paid order at the same moment. */
export const threePaths: Scenario = {
  promise: 4,
  name: "webhook, return and reconciler at once",
  passes: "each order settled once, and nobody is shown an error",
  run: async (system, scale) => {
    const count = scaled(1_000, scale, 10);
    const { market, orders } = await paidUnheard(system, "paths", count);
    await system.startWorker();
    await system.startWorker();
    const failed: number[] = [];
    for (let at = 0; at < orders.length; at += WAVE)
      failed.push(...(await release(system, orders.slice(at, at + WAVE))));
    return afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { failedAnswers: failed.length },
      conditions: { [`no answer is a failure: ${failed.join(", ")}`]: failed.length === 0 },
    });
  },
};

/** Lets go of all at once; gives the statuses of answers that were failures. */
async function release(system: System, wave: readonly Placed[]): Promise<number[]> {
  const events = await eventsAbout(system, wave);
  await letOrdersAge(system);
  const [answers] = await Promise.all([
    Promise.all([
      ...events.map(({ body }) => deliver(system, body)),
      ...wave.map((order) => returnToShop(system, order)),
    ]),
    beginPeriod(system),
  ]);
  return answers.flatMap(({ status }) => (status === 200 ? [] : [status]));
}
