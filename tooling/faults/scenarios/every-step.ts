import { afterTheFaults } from "../after.ts";
import { callShop, type Market, openMarket, pay, placeOrder } from "../rig/buyers.ts";
import { answerDoomed, takeUpWork } from "../rig/doom.ts";
import type { DoomedRequest } from "../rig/doomed.ts";
import { DOOMED_ACTS } from "../rig/doomed-acts.ts";
import { countReversals } from "../rig/reversals.ts";
import type { System } from "../rig/system.ts";
import { deliver, loseWebhooks } from "../rig/webhooks.ts";
import { type Scenario, scaled, unmet } from "../scenario.ts";

/** The process ends before each piece that it sends, each time in another purchase, and another process goes on. */
export const everyStep: Scenario = {
  promise: 14,
  name: "every statement and every outgoing call may be the last",
  passes: "whatever the step, the purchase or its refund ends as if nothing had happened",
  run: async (system, scale) => {
    const sold = { market: await openMarket(system, "steps"), buyers: 0, begun: [] as DoomedRequest[] };
    const givenBack = { market: await openMarket(system, "back"), buyers: 0, begun: [] as DoomedRequest[] };
    await loseWebhooks(system);
    const figures: Record<string, number> = {};
    for (const { name, end, prepare } of DOOMED_ACTS) {
      const group = end === "sold" ? sold : givenBack;
      const begin = async () => {
        const request = await prepare(system, group.market, ++group.buyers);
        group.begun.push(request);
        return request;
      };
      const steps = await answerDoomed(system, await begin(), 0);
      if (steps === null) throw new Error("a process without a failpoint was killed");
      const chosen = someOf(system, steps, scaled(steps, scale, 3));
      for (const step of chosen) {
        await answerDoomed(system, await begin(), step);
        await takeUpWork(system);
      }
      Object.assign(figures, { [`${name}Steps`]: steps, [`${name}Ends`]: chosen.length });
    }
    await finishPurchases(system, sold.market, sold.buyers);
    for (const request of givenBack.begun) await beginAgain(system, request);
    const settled = await afterTheFaults(system, sold.market, { orders: sold.buyers, scale, more: figures });
    const back = await countReversals(system, givenBack.market);
    return {
      figures: { ...settled.figures, givenBack: back.orders, unfinished: back.unfinished, overdone: back.overdone },
      broken: [
        ...settled.broken,
        ...unmet({
          "every order that was given back is there": back.orders === givenBack.buyers,
          "everything has gone back": back.unfinished === 0,
          "nothing went back twice": back.overdone === 0,
        }),
      ],
    };
  },
};

/** Whoever had no answer asks again under the same key, and who had one may; the gateway sends it all again. */
async function beginAgain(system: System, { path, headers, body }: DoomedRequest): Promise<void> {
  if (path.startsWith("/api/webhooks/")) await deliver(system, body);
  else await callShop(system, { path, headers, body: JSON.parse(body), ip: headers["X-Forwarded-For"] ?? "" });
}

/** So many of the steps, by chance, in order; all of them when that many are asked for. */
function someOf({ chance }: System, steps: number, count: number): number[] {
  const all = Array.from({ length: steps }, (_, index) => index + 1);
  while (all.length > count) all.splice(chance.below(all.length), 1);
  return all;
}

/** Every client tries again under its key, every buyer has paid, and the gateway sends what it has. */
async function finishPurchases(system: System, market: Market, buyers: number): Promise<void> {
  await system.sql`update idempotency_keys set locked_until = now() where succeeded is null`;
  await system.sandbox.control("DELETE", "faults");
  await system.startWorker();
  for (let number = 1; number <= buyers; number++) {
    const placed = await placeOrder(system, market, number);
    const [order] = await system.sql<{ status: string }[]>`select status from orders where id = ${placed.orderId}`;
    const [checkout] = await system.world<{ paid: boolean }[]>`
      select exists (select from stripe.object where kind = 'checkout.session' and body ->> 'client_reference_id' = ${placed.orderId}
        and body ->> 'payment_status' = 'paid') as paid`;
    if (checkout?.paid !== true) await pay(system, placed);
    else if (order?.status === "pending") await system.sandbox.control("POST", "replay", { reference: placed.orderId });
  }
}
