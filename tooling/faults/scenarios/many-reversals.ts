import { breachesOf } from "../rig/books.ts";
import { askRefund, callShop, eachOf, openMarket, type Placed, pay, placeOrders } from "../rig/buyers.ts";
import { countReversals } from "../rig/reversals.ts";
import { namesOfOpen, settle } from "../rig/settle.ts";
import type { System } from "../rig/system.ts";
import { type Scenario, scaled, unmet } from "../scenario.ts";

const TRIES = 10;
/** Every second order is given back in parts of which five make the whole; the others whole. */
const PARTS = 5;

/** Staff and the gateway's dashboard give the same order back in the same moment; the gateway tells of it twice, in any order. */
export const manyReversals: Scenario = {
  promise: 17,
  name: "ten refunds of one order at once",
  passes: "no more goes back than came, and everything is taken back once",
  run: async (system, scale) => {
    const count = scaled(500, scale, 6);
    const market = await openMarket(system, "back");
    const orders = await placeOrders(system, market, count);
    await Promise.all([system.startWorker(), system.startWorker()]);
    await eachOf(orders, 4, (order) => pay(system, order));
    await settle(system);
    for (const kind of ["duplicate", "reorder"]) {
      await system.sandbox.control("POST", "faults", { target: "webhooks", kind, rate: 0.5 });
    }
    const taken = await eachOf(orders.entries().toArray(), 2, ([at, order]) => giveBack(system, order, at % 2 === 0));
    const { seconds, open } = await settle(system);
    const { orders: found, unfinished, overdone } = await countReversals(system, market);
    const breaches = await breachesOf(system.url);
    const refunds = taken.reduce((sum, each) => sum + each, 0);
    return {
      figures: {
        orders: found,
        tries: count * TRIES,
        refunds,
        unfinished,
        overdone,
        open,
        breaches: breaches.length,
        settleSeconds: seconds,
      },
      broken: [
        ...unmet({
          [`all ${count} orders are there`]: found === count,
          "everything has gone back": unfinished === 0,
          "nothing went back twice": overdone === 0,
          [`nothing is left open: ${open === 0 ? "" : await namesOfOpen(system)}`]: open === 0,
        }),
        ...breaches,
      ],
    };
  },
};

/** All tries at once, half of them here and half in the gateway's dashboard; gives how many were taken. */
async function giveBack(system: System, { orderId, email }: Placed, whole: boolean): Promise<number> {
  const [order] = await system.sql<{ total: number }[]>`
    select total_minor::int as total from orders where id = ${orderId} and email_normalised = ${email}`;
  const amount = (order?.total ?? 0) / PARTS;
  const wish = whole ? { kind: "full" } : { kind: "amount", amount: { amount, currency: "EUR" } };
  const tries = Array.from({ length: TRIES }, async (_, number) => {
    if (number % 2 === 0) return (await callShop(system, askRefund(number, orderId, wish))).status === 200;
    return system.sandbox.control("POST", "refund", { reference: orderId, ...(whole ? {} : { amount }) }).then(
      () => true,
      () => false,
    );
  });
  return (await Promise.all(tries)).filter(Boolean).length;
}
