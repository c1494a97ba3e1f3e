import { askRefund, checkoutCall, type Market, type Placed, pay, placeOrder, type ShopCall } from "./buyers.ts";
import { takeUpWork } from "./doom.ts";
import type { DoomedRequest } from "./doomed.ts";
import type { System } from "./system.ts";
import { deliver, eventOf, eventsAbout, signatureOf } from "./webhooks.ts";

/** What a process may be in the middle of when it ends. */
export interface DoomedAct {
  readonly name: string;
  /** How the order shall end, whatever happened on the way. */
  readonly end: "sold" | "given back";
  /** Brings a buyer, by number, to the moment before, and gives the request that the process is to answer. */
  prepare(system: System, market: Market, number: number): Promise<DoomedRequest>;
}

export const DOOMED_ACTS: readonly DoomedAct[] = [
  {
    name: "checkout",
    end: "sold",
    prepare: async (_system, market, number) =>
      ofClient(checkoutCall(market, `${market.name}-${number}@example.com`, number)),
  },
  {
    name: "sale",
    end: "sold",
    prepare: async (system, market, number) => {
      const placed = await placeOrder(system, market, number);
      await pay(system, placed);
      const events = await eventsAbout(system, [placed]);
      return webhook(events.find(({ body }) => body.includes('"checkout.session.completed"'))?.body);
    },
  },
  {
    name: "refund",
    end: "given back",
    prepare: async (system, market, number) => {
      const { orderId } = await sell(system, market, number);
      return ofClient(askRefund(number, orderId, { kind: "full" }));
    },
  },
  {
    name: "refundEvent",
    end: "given back",
    prepare: async (system, market, number) => {
      const { orderId } = await sell(system, market, number);
      const refund = await system.sandbox.control("POST", "refund", { reference: orderId });
      return webhook(await eventOf(system, (refund as { id: string }).id, "refund.created"));
    },
  },
];

/** A sale that has come to its end. */
async function sell(system: System, market: Market, number: number): Promise<Placed> {
  const placed = await placeOrder(system, market, number);
  await pay(system, placed);
  for (const { body } of await eventsAbout(system, [placed])) await deliver(system, body);
  await takeUpWork(system);
  return placed;
}

function ofClient({ path, body, ip, headers }: ShopCall): DoomedRequest {
  const told = { "Content-Type": "application/json", "X-Forwarded-For": ip };
  return { path, headers: { ...told, ...headers }, body: JSON.stringify(body) };
}

function webhook(body: string | undefined): DoomedRequest {
  if (body === undefined) throw new Error("the gateway made no event of it");
  const headers = { "Content-Type": "application/json", "Stripe-Signature": signatureOf(body) };
  return { path: "/api/webhooks/stripe", headers, body };
}
