import { createCaller } from "@stoa/api/root";
import { newSecret } from "@stoa/kit";
import { holdsSomething } from "../model/carts.ts";
import { quote, TAX } from "../model/quote.ts";
import { codeOf, type Simulation, type Visitor } from "../simulation.ts";
import type { Done } from "../step.ts";
import { type Body, startWith } from "./start.ts";
import { actorOf } from "./visitor.ts";

/** What of somebody's cart can be bought at once: things of one currency that are still for sale, with the code kept. */
async function bodyOfCart(simulation: Simulation): Promise<{ visitor: Visitor; body: Body } | null> {
  const { chance, gateways, shop, visitors } = simulation;
  const someone = visitors.filter(({ user, cart }) => holdsSomething(shop, user, cart?.id ?? null));
  const visitor = chance.pickOrNull(someone);
  if (visitor === null) return null;
  const actor = await actorOf(simulation, visitor);
  const view = await createCaller(simulation.browser(visitor, actor)).cart.get();
  const currency = chance.pickOrNull(view.currencies);
  const lines = view.lines.filter(({ state, unit }) => /as_seen|repriced/.test(state) && unit.currency === currency);
  if (lines.length === 0) return null;
  const own = [...shop.orders.values()].filter((order) => order.email === visitor.email && order.token !== "");
  const coupon = view.coupon && view.coupon.discounts.length > 0 ? view.coupon.code : null;
  const body = {
    items: lines.map(({ kind, id }) => ({ kind, id })),
    coupon,
    country: chance.pick(Object.keys(TAX)),
    gateway: chance.pick(gateways).name,
    token: chance.happens(0.3) ? (chance.pickOrNull(own)?.token ?? null) : null,
    expected: null,
  };
  return { visitor, body };
}

/** The page before the button: what it costs is what the rules say, and is what the buyer will have been shown. */
export async function lookAtPrice(simulation: Simulation): Promise<Done | null> {
  const found = await bodyOfCart(simulation);
  if (found === null) return null;
  const { visitor, body } = found;
  const actor = await actorOf(simulation, visitor);
  const user = actor.kind === "user" ? actor.id : null;
  const { items, coupon: couponCode, country } = body;
  simulation.shop.now = simulation.now;
  const asked = { ...body, user, email: visitor.email, noted: null, cart: null, now: simulation.now };
  const price = quote(simulation.shop, asked);
  const answer = await createCaller(simulation.browser(visitor, actor))
    .checkout.quote({
      lines: items.map(({ id }) => ({ kind: "course", id, quantity: 1 })),
      ...(couponCode === null ? {} : { couponCode }),
      email: visitor.email,
      country,
    })
    .catch((error: unknown) => ({ refused: codeOf(error) }));
  const told = `${visitor.name} looks at the price of ${items.length} in ${country}`;
  if (simulation.gate.dead) return { told: `${told} and the process dies`, effects: [], partial: true };
  const shown = "refused" in answer ? answer.refused : `${answer.total.amount} ${answer.total.currency}`;
  const expected = typeof price === "string" ? price : `${price.total} ${price.currency}`;
  if (!("refused" in answer)) visitor.shown = JSON.stringify({ ...body, expected: answer.total });
  return { told: `${told}: ${shown}`, effects: [], ...(shown === expected ? {} : { wrong: `expected ${expected}` }) };
}

/** At the price of this moment, or only at the one that was shown before. */
export async function checkOut(simulation: Simulation): Promise<Done | null> {
  const { chance } = simulation;
  const key = chance.happens(0.3) ? newSecret() : null;
  const waiting = simulation.visitors.filter(({ shown }) => shown !== undefined);
  const visitor = chance.happens(0.5) ? chance.pickOrNull(waiting) : null;
  if (visitor?.shown) {
    const body: Body = JSON.parse(visitor.shown);
    delete visitor.shown;
    return startWith(simulation, visitor, body, key);
  }
  const found = await bodyOfCart(simulation);
  return found && startWith(simulation, found.visitor, found.body, key);
}
