import { GUEST } from "@stoa/api/platform/actor";
import { createCaller } from "@stoa/api/root";
import { lapse } from "../model/checkout.ts";
import { giveFree } from "../model/sale.ts";
import type { Order } from "../model/shop.ts";
import { codeOf, type Simulation } from "../simulation.ts";
import type { Done, Effect, StepKind } from "../step.ts";
import { effectsOfLookUps } from "./hearing.ts";
import { moveAddress } from "./move-address.ts";
import { giveBack } from "./refunds.ts";
import { signIn } from "./sign-in.ts";
import { start, startAgain } from "./start.ts";
import { actorOf, PASSWORD } from "./visitor.ts";

/** What people do in the shop. */
export const BUYER_STEPS: readonly StepKind[] = [
  { name: "start", weight: 14, run: start },
  { name: "start again", weight: 4, run: startAgain },
  { name: "come back", weight: 5, run: comeBack },
  { name: "confirm free order", weight: 3, run: confirmFree },
  { name: "prove address", weight: 2, run: proveAddress },
  { name: "claim purchase", weight: 1, run: claimPurchase },
  { name: "sign in", weight: 2, run: signIn },
  { name: "give back", weight: 2, run: giveBack },
  { name: "move address", weight: 0.8, run: moveAddress },
];

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
  const effects = [...effectsOfLookUps(simulation), ...lapsedFree(simulation, order)];
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
      if (own && over(own)) lapse(shop, own.id);
    },
  ];
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
