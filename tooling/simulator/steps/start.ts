import { createCaller } from "@stoa/api/root";
import { type Currency, DAY_MS, type Money, money, newSecret } from "@stoa/kit";
import { KINDS, type KindName } from "../kinds/index.ts";
import type { Item } from "../model/kinds.ts";
import { quote, type Start, TAX } from "../model/quote.ts";
import type { Shop } from "../model/shop.ts";
import { codeOf, type Simulation, type Visitor } from "../simulation.ts";
import type { Done } from "../step.ts";
import { expectedAnswer, wrongAnswer } from "./start-answer.ts";
import { effectsOfReplacing, effectsOfStart } from "./start-effects.ts";
import { actorOf } from "./visitor.ts";

/** How long an answer is kept under its key. */
const KEPT_MS = DAY_MS;

export interface Body {
  items: Item[];
  coupon: string | null;
  country: string;
  gateway: string;
  token: string | null;
  /** What the buyer was shown; null when it may cost anything. */
  expected: Money | null;
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
    expected: null,
  };
  return startWith(simulation, visitor, body, chance.happens(0.3) ? newSecret() : null);
}

/** Mostly one that can still be used, and every other time somebody's own. */
export function anyCode({ chance, shop }: Simulation): string | null {
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
  return startWith(simulation, earlier.visitor, body, earlier.key);
}

/** One call to start a checkout, as a browser makes it. */
export async function startWith(
  simulation: Simulation,
  visitor: Visitor,
  body: Body,
  key: string | null,
): Promise<Done> {
  const actor = await actorOf(simulation, visitor);
  const user = actor.kind === "user" ? actor.id : null;
  const ctx = simulation.browser(visitor, actor, { idempotencyKey: key, orderToken: body.token });
  const { now, shop } = simulation;
  const slot = `${user ?? visitor.ip} ${key}`;
  const earlier = simulation.calls.filter((each) => each.slot === slot && each.until > now);
  const kept = earlier.find((each) => each.answer !== null);
  const noted = earlier.findLast((each) => each.placed !== null)?.placed ?? null;
  const cart = visitor.cart?.id ?? null;
  const asked: Start = { user, email: visitor.email, now, noted, cart, ...body };
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
      ...(body.expected === null ? {} : { expectedTotal: body.expected }),
    })
    .catch((error: unknown) => ({ refused: codeOf(error) }));

  const what = `${body.items.length} in ${body.country}${body.coupon === null ? "" : ` with ${body.coupon}`}`;
  const told = `${visitor.name} starts ${what}${key === null ? "" : ` with the key ${key.slice(0, 4)}`}`;
  const partial = simulation.gate.dead;
  const placed = await orderPlacedBy(simulation, ctx.correlationId);
  const resumed = placed === null && !("refused" in answer);
  const ran = !("refused" in answer && HELD.includes(answer.refused));
  const replaced = ran && !resumed ? effectsOfReplacing(simulation, asked) : [];
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

async function orderPlacedBy(simulation: Simulation, correlationId: string): Promise<string | null> {
  const { sql } = simulation.database;
  const [placed] = await sql<{ id: string }[]>`select id from orders where correlation_id = ${correlationId}`;
  return placed?.id ?? null;
}
