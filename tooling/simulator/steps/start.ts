import { createCaller } from "@stoa/api/root";
import { type Currency, DAY_MS, HOUR_MS, money, newSecret } from "@stoa/kit";
import { KINDS, type KindName } from "../kinds/index.ts";
import { lapse, open, openOrder, type Price, place, quote, type Start, TAX } from "../model/checkout.ts";
import { isReservable } from "../model/coupons.ts";
import type { Item } from "../model/kinds.ts";
import { giveFree } from "../model/sale.ts";
import type { Order, Shop } from "../model/shop.ts";
import { codeOf, type KeyedCall, type Simulation, type Visitor } from "../simulation.ts";
import type { Done, Effect } from "../step.ts";
import { lookUpsOf } from "./hearing.ts";
import { actorOf } from "./visitor.ts";

/** How long an answer is kept under its key. */
const KEPT_MS = DAY_MS;

interface Body {
  items: Item[];
  coupon: string | null;
  country: string;
  gateway: string;
  token: string | null;
}

export async function start(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const coupon = chance.happens(0.35) ? anyCode(simulation) : null;
  const { holder = null, courses = null } = shop.coupons.get(coupon ?? "") ?? {};
  const visitor =
    simulation.visitors.find(({ email }) => email === holder?.email && chance.happens(0.8)) ??
    chance.pick(simulation.visitors);
  const offered = KINDS.flatMap((kind) => kind.items(shop));
  const fitting = offered.filter(({ id }) => courses?.includes(id));
  const items = [chance.pick(fitting.length > 0 && chance.happens(0.7) ? fitting : offered)];
  while (chance.happens(0.25)) items.push(chance.pick(offered));
  const own = [...shop.orders.values()].filter((order) => order.email === visitor.email && order.token !== "");
  const body = {
    items,
    coupon,
    country: chance.pick(Object.keys(TAX)),
    gateway: chance.pick(simulation.gateways).name,
    token: chance.happens(0.3) ? (chance.pickOrNull(own)?.token ?? null) : null,
  };
  return call(simulation, visitor, body, chance.happens(0.3) ? newSecret() : null);
}

/** Mostly one that can still be used, and every other time somebody's own. */
function anyCode({ chance, shop }: Simulation): string | null {
  const any = chance.happens(0.15);
  const known = [...shop.coupons].filter(([, coupon]) => any || coupon.status === "active");
  const personal = known.filter(([, coupon]) => coupon.holder !== null);
  return chance.pickOrNull(personal.length > 0 && chance.happens(0.5) ? personal : known)?.[0] ?? null;
}

/** The same key, with the same body or another. */
export async function startAgain(simulation: Simulation): Promise<Done | null> {
  const { chance } = simulation;
  const earlier = chance.pickOrNull(simulation.calls.filter((each) => each.until > simulation.now));
  if (earlier === null) return null;
  const body: Body = JSON.parse(earlier.body);
  if (chance.happens(0.3)) body.country = chance.pick(Object.keys(TAX));
  return call(simulation, earlier.visitor, body, earlier.key);
}

async function call(simulation: Simulation, visitor: Visitor, body: Body, key: string | null): Promise<Done> {
  const actor = await actorOf(simulation, visitor);
  const user = actor.kind === "user" ? actor.id : null;
  const ctx = simulation.browser(visitor, actor, { idempotencyKey: key, orderToken: body.token });
  const { now, shop } = simulation;
  const slot = `${user ?? visitor.ip} ${key}`;
  const earlier = simulation.calls.filter((each) => each.slot === slot && each.until > now);
  const kept = earlier.find((each) => each.answer !== null);
  const noted = earlier.findLast((each) => each.placed !== null)?.placed ?? null;
  const asked: Start = { user, email: visitor.email, now, noted, ...body };
  shop.now = now;
  const shown = quote(shop, asked);

  const gateway = simulation.gateways.find((each) => each.name === body.gateway)?.name;
  const answer = await createCaller(ctx)
    .checkout.start({
      lines: body.items.map((item) => wishOf(shop, item)),
      email: visitor.email,
      country: body.country,
      ...(body.coupon === null ? {} : { couponCode: body.coupon }),
      ...(gateway ? { gateway } : {}),
    })
    .catch((error: unknown) => ({ refused: codeOf(error) }));

  const what = `${body.items.length} in ${body.country}${body.coupon === null ? "" : ` with ${body.coupon}`}`;
  const told = `${visitor.name} starts ${what}${key === null ? "" : ` with the key ${key.slice(0, 4)}`}`;
  const partial = simulation.gate.dead;
  const placed = await orderPlacedBy(simulation, ctx.correlationId);
  const resumed = placed === null && !("refused" in answer);
  const replaced = resumed ? [] : effectsOfReplacing(simulation, asked);
  const expected =
    kept === undefined
      ? expectedAnswer(shop, asked, shown, replaced)
      : kept.body === JSON.stringify(body)
        ? kept
        : "idempotency_key_reused";
  const effects = [...replaced, ...effectsOfStart(simulation, { asked, shown, placed, answer })];
  const made = { key: key ?? "", slot, visitor, body: JSON.stringify(body), until: now + KEPT_MS };
  if (partial) {
    if (key !== null) simulation.calls.push({ ...made, answer: null, placed });
    return { told: `${told} and the process dies`, effects, partial };
  }
  // What was refused after its order was placed keeps its key, and goes on from that order.
  if (key !== null && placed !== null && "refused" in answer) simulation.calls.push({ ...made, answer: null, placed });
  if (key !== null && kept === undefined && !("refused" in answer)) {
    simulation.calls.push({ ...made, answer, placed: null });
  }
  const held = earlier.some((each) => each.answer === null);
  if (held && "refused" in answer && HELD.includes(answer.refused))
    return { told: `${told}: ${answer.refused}`, effects };
  return {
    told: `${told}: ${"refused" in answer ? answer.refused : `${answer.status} ${answer.orderId}`}`,
    effects,
    ...wrongAnswer(expected, answer, shop),
  };
}

function wishOf({ grants }: Shop, { kind, id, amount }: Item) {
  const currency = (grants.pools.get(id)?.currency ?? "EUR") as Currency;
  return {
    kind: kind as KindName,
    id,
    quantity: 1,
    ...(amount === undefined ? {} : { amount: money(amount, currency) }),
  };
}

/** What a key answers whose first call died on the way: another body never, the same one once its lock has lapsed. */
const HELD = ["idempotency_key_reused", "idempotent_call_running"];

type Answer = { refused: string } | { orderId: string; orderToken: string; status: string; total: { amount: number } };
type Expected = string | KeyedCall | { resumed: Order } | { total: number };

/** A coupon whose last use the buyer's own open order holds is free once that one is closed. */
function expectedAnswer(shop: Shop, asked: Start, price: Price | string, replaced: readonly Effect[]): Expected {
  if (typeof price === "string") return price;
  const resumed = openOrder(shop, asked, price);
  if (resumed) return { resumed };
  const after = replaced.length > 0 ? structuredClone(shop) : shop;
  for (const effect of replaced) effect(after);
  return isReservable(after, price.coupon, asked) ? { total: price.total } : "coupon_not_valid";
}

/** A gateway may refuse a new order; all else is as the rules say. */
function wrongAnswer(expected: Expected, answer: Answer, shop: Shop): { wrong?: string } {
  if ("refused" in answer) {
    if (expected === answer.refused) return {};
    if (typeof expected === "object" && "total" in expected && answer.refused === "gateway_refused") return {};
    return { wrong: `refused with ${answer.refused}, expected ${describe(expected)}` };
  }
  if (typeof expected === "string") return { wrong: `answered ${answer.orderId}, expected ${expected}` };
  if ("answer" in expected) {
    return expected.answer?.orderId === answer.orderId
      ? {}
      : { wrong: `another answer for the same key: ${answer.orderId}` };
  }
  if ("resumed" in expected) {
    return expected.resumed.id === answer.orderId
      ? {}
      : { wrong: `${answer.orderId} instead of the open ${expected.resumed.id}` };
  }
  if (shop.orders.has(answer.orderId)) return { wrong: `went back to ${answer.orderId}, expected a new order` };
  return expected.total === answer.total.amount
    ? {}
    : { wrong: `priced ${answer.total.amount}, expected ${expected.total}` };
}

function describe(expected: Expected): string {
  return typeof expected === "string" ? expected : JSON.stringify(expected);
}

async function orderPlacedBy(simulation: Simulation, correlationId: string): Promise<string | null> {
  const { sql } = simulation.database;
  const [placed] = await sql<{ id: string }[]>`select id from orders where correlation_id = ${correlationId}`;
  return placed?.id ?? null;
}

interface Started {
  asked: Start;
  /** What it cost when it was asked for. */
  shown: Price | string;
  /** The new order; null when there is none. */
  placed: string | null;
  answer: Answer;
}

function effectsOfStart({ heard }: Simulation, { asked, shown, placed, answer }: Started): Effect[] {
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
function effectsOfReplacing(simulation: Simulation, asked: Start): Effect[] {
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
        const wanted = typeof quote(next, asked) !== "string" && !isReservable(next, coupon, asked);
        if (wanted) lapse(next, id, { why: "replaced" });
      },
    ];
  });
}

/** A member's open order gets a new token, and a guest learns that of a try that died; one that costs nothing and waited for their proof is handed over. */
function goBack(shop: Shop, { user }: Start, answer: { orderId: string; orderToken: string }): void {
  const order = shop.orders.get(answer.orderId);
  if (order?.status !== "pending") return;
  order.token = answer.orderToken;
  if (shop.people.get(user ?? "")?.verified) giveFree(shop, order.id);
}
