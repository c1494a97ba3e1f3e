import { checkoutCall, type Market, pay, placeOrder } from "./buyers.ts";
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
    prepare: async (_system, market, number) => {
      const { path, body, ip, headers } = checkoutCall(market, `${market.name}-${number}@example.com`, number);
      const ofClient = { "Content-Type": "application/json", "X-Forwarded-For": ip };
      return { path, headers: { ...ofClient, ...headers }, body: JSON.stringify(body) };
    },
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
      const placed = await placeOrder(system, market, number);
      await pay(system, placed);
      for (const { body } of await eventsAbout(system, [placed])) await deliver(system, body);
      await takeUpWork(system);
      const refund = await system.sandbox.control("POST", "refund", { reference: placed.orderId });
      return webhook(await eventOf(system, (refund as { id: string }).id, "refund.created"));
    },
  },
];

function webhook(body: string | undefined): DoomedRequest {
  if (body === undefined) throw new Error("the gateway made no event of it");
  const headers = { "Content-Type": "application/json", "Stripe-Signature": signatureOf(body) };
  return { path: "/api/webhooks/stripe", headers, body };
}
