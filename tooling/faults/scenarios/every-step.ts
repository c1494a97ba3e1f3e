import { afterTheFaults } from "../after.ts";
import { checkoutCall, type Market, openMarket, pay, placeOrder } from "../rig/buyers.ts";
import { answerDoomed, takeUpWork } from "../rig/doom.ts";
import type { DoomedRequest } from "../rig/doomed.ts";
import type { System } from "../rig/system.ts";
import { eventsAbout, loseWebhooks, signatureOf } from "../rig/webhooks.ts";
import { type Scenario, scaled } from "../scenario.ts";

/** What a process may be in the middle of. The number is the buyer's. */
const ACTS: Readonly<Record<string, (system: System, market: Market, number: number) => Promise<DoomedRequest>>> = {
  checkout: async (_system, market, number) => {
    const { path, body, ip, headers } = checkoutCall(market, `${market.name}-${number}@example.com`, number);
    const ofClient = { "Content-Type": "application/json", "X-Forwarded-For": ip };
    return { path, headers: { ...ofClient, ...headers }, body: JSON.stringify(body) };
  },
  sale: async (system, market, number) => {
    const placed = await placeOrder(system, market, number);
    await pay(system, placed);
    const paid = (await eventsAbout(system, [placed])).find(({ body }) =>
      body.includes('"checkout.session.completed"'),
    );
    if (!paid) throw new Error("the gateway made no event of the payment");
    const headers = { "Content-Type": "application/json", "Stripe-Signature": signatureOf(paid.body) };
    return { path: "/api/webhooks/stripe", headers, body: paid.body };
  },
};

/** The process ends before each piece that it sends, each time in another purchase, and another process goes on. */
export const everyStep: Scenario = {
  promise: 14,
  name: "every statement and every outgoing call may be the last",
  passes: "whatever the step, the purchase ends as if nothing had happened",
  run: async (system, scale) => {
    const market = await openMarket(system, "steps");
    await loseWebhooks(system);
    const figures: Record<string, number> = {};
    let buyers = 0;
    for (const [act, prepare] of Object.entries(ACTS)) {
      const steps = await answerDoomed(system, await prepare(system, market, ++buyers), 0);
      if (steps === null) throw new Error("a process without a failpoint was killed");
      const chosen = someOf(system, steps, scaled(steps, scale, 3));
      for (const step of chosen) {
        await answerDoomed(system, await prepare(system, market, ++buyers), step);
        await takeUpWork(system);
      }
      Object.assign(figures, { [`${act}Steps`]: steps, [`${act}Ends`]: chosen.length });
    }
    await finishPurchases(system, market, buyers);
    return afterTheFaults(system, market, { orders: buyers, scale, more: figures });
  },
};

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
