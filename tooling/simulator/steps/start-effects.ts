import { DAY_MS, HOUR_MS } from "@stoa/kit";
import { lapse, open, place } from "../model/checkout.ts";
import { isReservable } from "../model/coupons.ts";
import { isAsShown, type Price, quote, type Start } from "../model/quote.ts";
import { giveFree } from "../model/sale.ts";
import type { Order, Shop } from "../model/shop.ts";
import type { Simulation } from "../simulation.ts";
import type { Effect } from "../step.ts";
import { lookUpsOf } from "./hearing.ts";
import type { Answer } from "./start-answer.ts";

export interface Started {
  asked: Start;
  /** What it cost when it was asked for. */
  shown: Price | string;
  /** The new order; null when there is none. */
  placed: string | null;
  answer: Answer;
}

/** A new order and the gateway's answer, or an open one that is gone back to. */
export function effectsOfStart({ heard }: Simulation, { asked, shown, placed, answer }: Started): Effect[] {
  if (placed === null) {
    const toldBefore = asked.user === null && asked.noted === null;
    return "refused" in answer || toldBefore ? [] : [(shop) => goBack(shop, asked, answer)];
  }
  const token = "refused" in answer ? "" : answer.orderToken;
  const asks = heard.filter((one) => one.call === "createCheckout" && one.orderId === placed);
  return [
    (shop) => {
      const now = quote(shop, asked);
      const price = typeof now === "string" ? shown : now;
      if (typeof price === "string" || !isReservable(shop, price.coupon, asked)) return;
      const free = price.total === 0;
      const expiresAt = asked.now + (free ? DAY_MS : HOUR_MS);
      place(shop, asked, price, { id: placed, token, gateway: free ? null : asked.gateway, expiresAt });
      if (free && asked.user !== null && shop.people.get(asked.user)?.verified) giveFree(shop, placed);
    },
    ...asks.map(
      (one): Effect =>
        (shop) =>
          "checkoutId" in one && open(shop, placed, one.checkoutId),
    ),
  ];
}

/** The buyer's own open orders that hold a use of the same coupon are closed, when none is left for the new one. */
export function effectsOfReplacing(simulation: Simulation, asked: Start): Effect[] {
  const { user, token, coupon } = asked;
  const { shop } = simulation;
  const own = (order: Order) => (user !== null && order.user === user) || (token !== null && order.token === token);
  const others = [...shop.orders.values()].filter(
    (order) => coupon !== null && order.status === "pending" && order.coupon === coupon && own(order),
  );
  const lookedUp = lookUpsOf(simulation, "replaced");
  return others.flatMap(({ id, gateway }): Effect[] => {
    if (gateway !== null) return lookedUp.filter((each) => each.orderId === id).map((each) => each.effect);
    return [
      (next) => {
        const price = quote(next, asked);
        const wanted = typeof price !== "string" && isAsShown(asked, price) && !isReservable(next, coupon, asked);
        if (wanted) lapse(next, id, { why: "replaced" });
      },
    ];
  });
}

/**
 * A member's open order gets a new token, and a guest learns that of a try that died; one that costs nothing and waited for
 * their proof is handed over.
 */
function goBack(shop: Shop, { user }: Start, answer: { orderId: string; orderToken: string }): void {
  const order = shop.orders.get(answer.orderId);
  if (order?.status !== "pending") return;
  order.token = answer.orderToken;
  if (shop.people.get(user ?? "")?.verified) giveFree(shop, order.id);
}
