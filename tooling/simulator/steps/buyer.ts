import { resolveActor } from "@stoa/api/identity/resolve-actor";
import { GUEST } from "@stoa/api/platform/actor";
import { createCaller } from "@stoa/api/root";
import { DAY_MS, HOUR_MS, newSecret } from "@stoa/kit";
import { open, openOrder, place, quote, type Start, TAX } from "../model/checkout.ts";
import { giveFree } from "../model/sale.ts";
import type { Order, Shop } from "../model/shop.ts";
import { codeOf, type KeyedCall, type Simulation, type Visitor } from "../simulation.ts";
import type { Done, Effect, StepKind } from "../step.ts";
import { effectsOfLookUps } from "./hearing.ts";

const KEPT_MS = DAY_MS;

/** What people do in the shop. */
export const BUYER_STEPS: readonly StepKind[] = [
  { name: "start", weight: 14, run: start },
  { name: "start again", weight: 4, run: startAgain },
  { name: "come back", weight: 5, run: comeBack },
  { name: "confirm free order", weight: 3, run: confirmFree },
  { name: "prove address", weight: 2, run: proveAddress },
  { name: "claim purchase", weight: 1, run: claimPurchase },
  { name: "sign in", weight: 2, run: signIn },
];

interface Body {
  courses: string[];
  country: string;
  gateway: string;
  token: string | null;
}

async function start(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const visitor = chance.pick(simulation.visitors);
  const courses = [chance.pick([...shop.courses.keys()])];
  if (chance.happens(0.15)) courses.push(chance.pick([...shop.courses.keys()]));
  const own = [...shop.orders.values()].filter((order) => order.email === visitor.email && order.token !== "");
  const body = {
    courses,
    country: chance.pick(Object.keys(TAX)),
    gateway: chance.pick(simulation.gateways).name,
    token: chance.happens(0.3) ? (chance.pickOrNull(own)?.token ?? null) : null,
  };
  return call(simulation, visitor, body, chance.happens(0.3) ? newSecret() : null);
}

/** The same key, with the same body or another. */
async function startAgain(simulation: Simulation): Promise<Done | null> {
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
  const kept = simulation.calls.find((each) => each.slot === slot && each.until > now && each.answer !== null);
  const asked: Start = { user, email: visitor.email, now, ...body };
  const expected =
    kept === undefined
      ? expectedAnswer(shop, asked)
      : kept.body === JSON.stringify(body)
        ? kept
        : "idempotency_key_reused";

  const gateway = simulation.gateways.find((each) => each.name === body.gateway)?.name;
  const answer = await createCaller(ctx)
    .checkout.start({
      lines: body.courses.map((id) => ({ kind: "course", id, quantity: 1 })),
      email: visitor.email,
      country: body.country,
      ...(gateway ? { gateway } : {}),
    })
    .catch((error: unknown) => ({ refused: codeOf(error) }));

  const told = `${visitor.name} starts ${body.courses.length} in ${body.country}${key ? " with a key" : ""}`;
  const partial = simulation.gate.dead;
  const effects = await effectsOfStart(simulation, asked, ctx.correlationId, body.gateway, answer);
  const made = { key: key ?? "", slot, visitor, body: JSON.stringify(body), until: now + KEPT_MS };
  if (partial) {
    if (key !== null) simulation.calls.push({ ...made, answer: null });
    return { told: `${told} and the process dies`, effects, partial };
  }
  if (key !== null && kept === undefined && !("refused" in answer)) simulation.calls.push({ ...made, answer });
  const held = simulation.calls.some((each) => each.slot === slot && each.until > now && each.answer === null);
  if (held && "refused" in answer && HELD.includes(answer.refused))
    return { told: `${told}: ${answer.refused}`, effects };
  return {
    told: `${told}: ${"refused" in answer ? answer.refused : `${answer.status} ${answer.orderId}`}`,
    effects,
    ...wrongAnswer(expected, answer, shop),
  };
}

/** What a key answers whose first call died on the way: another body never, the same one once its lock has lapsed. */
const HELD = ["idempotency_key_reused", "idempotent_call_running"];

type Answer = { refused: string } | { orderId: string; orderToken: string; status: string; total: { amount: number } };
type Expected = string | KeyedCall | { resumed: Order } | { total: number };

function expectedAnswer(shop: Shop, asked: Start): Expected {
  const price = quote(shop, asked);
  if (typeof price === "string") return price;
  const resumed = openOrder(shop, asked, price);
  return resumed ? { resumed } : { total: price.total };
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

async function effectsOfStart(
  simulation: Simulation,
  asked: Start,
  correlationId: string,
  gateway: string,
  answer: Answer,
): Promise<Effect[]> {
  const { sql } = simulation.database;
  const [placed] = await sql<{ id: string }[]>`select id from orders where correlation_id = ${correlationId}`;
  if (!placed) {
    return "refused" in answer || asked.user === null ? [] : [(shop) => goBack(shop, asked, answer)];
  }
  const { id } = placed;
  const token = "refused" in answer ? "" : answer.orderToken;
  const asks = simulation.heard.filter((one) => one.call === "createCheckout");
  const effects: Effect[] = [
    (shop) => {
      const price = quote(shop, asked);
      if (typeof price === "string") return;
      const free = price.total === 0;
      const expiresAt = asked.now + (free ? DAY_MS : HOUR_MS);
      place(shop, asked, price, { id, token, gateway: free ? null : gateway, expiresAt });
      if (free && asked.user !== null && shop.people.get(asked.user)?.verified) giveFree(shop, id);
    },
  ];
  effects.push(
    ...asks.map(
      (one): Effect =>
        (shop) =>
          open(shop, id, one.checkoutId),
    ),
  );
  return effects;
}

/** A member's open order gets a new token; one that costs nothing and waited for their proof is handed over. */
function goBack(shop: Shop, { user }: Start, answer: { orderId: string; orderToken: string }): void {
  const order = shop.orders.get(answer.orderId);
  if (order?.status !== "pending") return;
  order.token = answer.orderToken;
  if (shop.people.get(user ?? "")?.verified) giveFree(shop, order.id);
}

async function comeBack(simulation: Simulation): Promise<Done | null> {
  const order = simulation.chance.pickOrNull([...simulation.shop.orders.values()].filter((each) => each.token !== ""));
  const visitor = simulation.visitors.find((each) => each.email === order?.email);
  if (order === null || !visitor) return null;
  const actor = await actorOf(simulation, visitor);
  const ctx = simulation.browser(visitor, actor, { orderToken: order.token });
  const refused = await createCaller(ctx)
    .checkout.confirmReturn({ orderId: order.id })
    .then(() => null)
    .catch((error: unknown) => codeOf(error));
  const effects = [...effectsOfLookUps(simulation, gatewayOfOrder(simulation)), ...lapsedFree(simulation, order)];
  const told = `${visitor.name} comes back to ${order.id}${refused ? `: ${refused}` : ""}`;
  if (simulation.gate.dead) return { told: `${told} and the process dies`, effects, partial: true };
  const wrong = refused !== null && !ALLOWED_ON_RETURN.includes(refused);
  return { told, effects, ...(wrong ? { wrong: `coming back was refused with ${refused}` } : {}) };
}

/** A gateway may say no to the very first call, made again on return. */
const ALLOWED_ON_RETURN = ["gateway_refused", "order_not_found"];

/** An order without a gateway lapses by the clock alone. */
export function lapsedFree(simulation: Simulation, order: Order): Effect[] {
  const { now } = simulation;
  const over = (each: Order | undefined) =>
    each?.status === "pending" && each.gateway === null && each.expiresAt <= now;
  return [
    (shop) => {
      const own = shop.orders.get(order.id);
      if (own && over(own)) {
        own.status = "expired";
        if (own.user !== null) shop.mails.add(`checkout-expired ${own.id}`);
      }
    },
  ];
}

export function gatewayOfOrder(simulation: Simulation): (orderId: string) => string {
  return (orderId) => simulation.shop.orders.get(orderId)?.gateway ?? "";
}

async function confirmFree(simulation: Simulation): Promise<Done | null> {
  const visitor = simulation.chance.pick(simulation.visitors);
  const token = simulation.chance.pickOrNull(simulation.mail.tokensIn(visitor.email, "/checkout/confirm"));
  if (token === null) return null;
  const ctx = simulation.browser(visitor, GUEST);
  const answer = await createCaller(ctx)
    .checkout.confirmFree({ token })
    .catch((error: unknown) => ({ refused: codeOf(error) }));
  const partial = simulation.gate.dead;
  if ("refused" in answer && !partial)
    return { told: `${visitor.name} confirms a free order: ${answer.refused}`, effects: [] };
  const orderId =
    "refused" in answer
      ? JSON.parse(simulation.services.secrets.open("confirm_free_order", token)).orderId
      : answer.orderId;
  return {
    told: `${visitor.name} confirms the free ${orderId}`,
    effects: [(shop) => giveFree(shop, orderId)],
    partial,
  };
}

async function proveAddress(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const visitor = chance.pickOrNull(
    simulation.visitors.filter((each) => each.user !== null && !shop.people.get(each.user)?.verified),
  );
  if (!visitor || visitor.user === null) return null;
  const { user } = visitor;
  const [token] = simulation.mail.tokensIn(visitor.email, "/verify-email");
  if (token === undefined) {
    const asked = createCaller(simulation.browser(visitor, GUEST)).identity.resendVerification({
      email: visitor.email,
    });
    await asked.catch(() => {});
    return { told: `${visitor.name} asks for a link`, effects: [] };
  }
  const actor = await actorOf(simulation, visitor);
  const verify = createCaller(simulation.browser(visitor, actor)).identity.verifyEmail({ token, password: PASSWORD });
  const refused = await verify.then(() => null).catch((error: unknown) => codeOf(error));
  const partial = simulation.gate.dead;
  const told = `${visitor.name} opens the link${refused ? `: ${refused}` : ""}`;
  if (refused !== null && !partial) return { told, effects: [] };
  return { told, partial, effects: [(next) => void Object.assign(next.people.get(user) ?? {}, { verified: true })] };
}

/** A guest makes the account that the receipt offers. */
async function claimPurchase(simulation: Simulation): Promise<Done | null> {
  const visitor = simulation.chance.pickOrNull(simulation.visitors.filter((each) => each.user === null));
  if (visitor === null) return null;
  const token = simulation.chance.pickOrNull(simulation.mail.tokensIn(visitor.email, "/claim"));
  if (token === null) return null;
  const ctx = simulation.browser(visitor, GUEST);
  const refused = await createCaller(ctx)
    .identity.claimPurchase({ token, name: visitor.name, newPassword: PASSWORD })
    .then(() => null)
    .catch((error: unknown) => codeOf(error));
  const { email } = visitor;
  const [account] = await simulation.database.sql<
    { id: string }[]
  >`select id from users where email_normalised = ${email}`;
  const told = `${visitor.name} claims a purchase${refused ? `: ${refused}` : ""}`;
  if (!account || (refused !== null && !simulation.gate.dead)) return { told, effects: [] };
  visitor.user = account.id;
  const person = { email, verified: true, blocked: false };
  return { told, partial: simulation.gate.dead, effects: [(shop) => void shop.people.set(account.id, person)] };
}

async function signIn(simulation: Simulation): Promise<Done | null> {
  const visitor = simulation.chance.pickOrNull(simulation.visitors.filter((each) => each.user !== null));
  if (visitor === null) return null;
  const ctx = simulation.browser(visitor, GUEST);
  const answer = await createCaller(ctx)
    .identity.signIn({ email: visitor.email, password: PASSWORD })
    .catch((error: unknown) => ({ kind: "refused" as const, code: codeOf(error) }));
  if (answer.kind === "signed_in") visitor.bearer = answer.token;
  return { told: `${visitor.name} signs in${answer.kind === "refused" ? `: ${answer.code}` : ""}`, effects: [] };
}

export const PASSWORD = "four-words-for-simulation";

function actorOf(simulation: Simulation, visitor: Visitor) {
  if (visitor.bearer === null) return Promise.resolve(GUEST);
  return resolveActor(simulation.services, { bearer: visitor.bearer });
}
