import type { Currency } from "@stoa/kit";
import type { PaymentSnapshot } from "@stoa/payments";
import type { Simulation } from "../simulation.ts";
import { type Done, outside, type StepKind } from "../step.ts";
import type { Checkout } from "../world/gateway-books.ts";
import { type At, pickAt } from "./pick-at.ts";

/** What happens at the gateways; `messages.ts` says what becomes of the messages that tell of it. */
export const GATEWAY_STEPS: readonly StepKind[] = [
  { name: "pay", weight: 12, run: pay },
  { name: "pay otherwise", weight: 1.5, run: payOtherwise },
  { name: "try to pay", weight: 2, run: tryToPay },
  { name: "end processing", weight: 2, run: endProcessing },
  { name: "withdraw approval", weight: 0.5, run: withdrawApproval },
  { name: "charge twice", weight: 0.6, run: chargeTwice },
  { name: "charge for nobody", weight: 0.3, run: chargeForNobody },
  { name: "refund", weight: 3, run: refund },
  { name: "move refund", weight: 2, run: moveRefund },
  { name: "dispute", weight: 1.5, run: dispute },
  { name: "move dispute", weight: 2, run: moveDispute },
];

function openCheckout(simulation: Simulation): At<Checkout> | null {
  for (const gateway of simulation.gateways) gateway.books.lapse();
  return pickAt(simulation, ({ books }) =>
    [...books.checkouts.values()].filter((checkout) => checkout.status === "open"),
  );
}

/** Payments that have come, and of which something is left. */
function standingPayment(simulation: Simulation): At<PaymentSnapshot> | null {
  return pickAt(simulation, ({ books }) =>
    [...books.payments.values()].filter((payment) => payment.status === "succeeded" && books.leftOf(payment) > 0),
  );
}

async function pay(simulation: Simulation): Promise<Done | null> {
  const open = openCheckout(simulation);
  if (!open) return null;
  open.gateway.books.buyerPays(open.thing, "succeeded");
  return outside(`${open.thing.orderId} is paid at ${open.gateway.name}`);
}

/** Another amount, or another currency, than was asked. */
async function payOtherwise(simulation: Simulation): Promise<Done | null> {
  const open = openCheckout(simulation);
  if (!open) return null;
  const { chance } = simulation;
  const { amount, currency } = open.thing.amount;
  const odd = chance.happens(0.5)
    ? { amount: Math.max(1, amount + chance.pick([-1, 1, 100, -100])), currency }
    : {
        amount,
        currency: chance.pick<Currency>(["EUR", "USD", "INR"].filter((each) => each !== currency) as Currency[]),
      };
  open.gateway.books.buyerPays(open.thing, "succeeded", odd);
  return outside(`${open.thing.orderId} is paid with ${odd.amount} ${odd.currency} instead of ${amount} ${currency}`);
}

async function tryToPay(simulation: Simulation): Promise<Done | null> {
  const open = openCheckout(simulation);
  if (!open) return null;
  const outcome = simulation.chance.pick(["failed", "pending"] as const);
  open.gateway.books.buyerPays(open.thing, outcome);
  return outside(`a try to pay ${open.thing.orderId} is ${outcome}`);
}

async function endProcessing(simulation: Simulation): Promise<Done | null> {
  const at = pickAt(simulation, ({ books }) =>
    [...books.checkouts.values()].filter((each) => each.status === "processing"),
  );
  if (!at) return null;
  const outcome = simulation.chance.pick(["succeeded", "failed"] as const);
  at.gateway.books.endProcessing(at.thing, outcome);
  return outside(`the money for ${at.thing.orderId} ${outcome === "failed" ? "does not come" : "comes"}`);
}

/** What a buyer had agreed to cannot be taken any more. */
async function withdrawApproval(simulation: Simulation): Promise<Done | null> {
  const at = pickAt(simulation, ({ books }) =>
    [...books.checkouts.values()].filter((checkout) => checkout.status === "approved"),
  );
  if (!at) return null;
  at.thing.status = "open";
  at.gateway.books.expire(at.thing);
  return outside(`what was agreed for ${at.thing.orderId} is withdrawn`);
}

async function chargeTwice(simulation: Simulation): Promise<Done | null> {
  const at = pickAt(simulation, ({ books }) => [...books.checkouts.values()].filter((each) => each.status === "paid"));
  if (!at) return null;
  const payment = at.gateway.books.takeMoney(at.thing.orderId, "succeeded", at.thing.amount);
  at.gateway.books.tell({ kind: "payment_succeeded", checkoutId: null, payment });
  return outside(`${at.gateway.name} charges ${at.thing.orderId} twice`);
}

/** Money that names an order which is not here, or none at all. */
async function chargeForNobody({ chance, gateways }: Simulation): Promise<Done | null> {
  const gateway = chance.pick(gateways);
  const orderId = chance.happens(0.5) ? "ord_of_another_shop" : null;
  const payment = gateway.books.takeMoney(orderId, "succeeded", { amount: 700, currency: "EUR" });
  gateway.books.tell({ kind: "payment_succeeded", checkoutId: null, payment });
  return outside(`${gateway.name} charges 700 EUR for ${orderId ?? "something else"}`);
}

async function refund(simulation: Simulation): Promise<Done | null> {
  const at = standingPayment(simulation);
  if (!at) return null;
  const { chance } = simulation;
  const left = at.gateway.books.leftOf(at.thing);
  const amount = chance.happens(0.5) ? left : chance.between(1, left);
  const status = chance.pick(["succeeded", "pending"] as const);
  at.gateway.books.refund(at.thing, amount, status);
  return outside(`${amount} of ${at.thing.paymentId} (${at.thing.orderId}) are given back: ${status}`);
}

/** What is pending ends; what was done may fail after all. */
async function moveRefund(simulation: Simulation): Promise<Done | null> {
  const at = pickAt(simulation, ({ books }) =>
    [...books.refunds.values()].filter((each) => ["pending", "succeeded"].includes(each.status)),
  );
  if (!at) return null;
  const { chance } = simulation;
  const next =
    at.thing.status === "pending" ? chance.pick(["succeeded", "succeeded", "failed", "cancelled"] as const) : "failed";
  if (next === "failed" && at.thing.status === "succeeded" && !chance.happens(0.2)) return null;
  at.gateway.books.moveRefund(at.thing, next);
  return outside(`refund ${at.thing.refundId} of ${at.thing.paymentId} is ${next}`);
}

async function dispute(simulation: Simulation): Promise<Done | null> {
  const at = standingPayment(simulation);
  if (!at) return null;
  const { chance } = simulation;
  const left = at.gateway.books.leftOf(at.thing);
  const warning = chance.happens(0.2);
  at.gateway.books.dispute(at.thing, chance.happens(0.7) ? left : chance.between(1, left), warning);
  return outside(`${at.thing.paymentId} (${at.thing.orderId}) is ${warning ? "about to be disputed" : "disputed"}`);
}

async function moveDispute(simulation: Simulation): Promise<Done | null> {
  const at = pickAt(simulation, ({ books }) =>
    [...books.disputes.values()].filter((each) => each.status !== "won" && each.status !== "lost"),
  );
  if (!at) return null;
  const { chance } = simulation;
  const next = chance.pick(
    at.thing.status === "warning" ? (["needs_response", "won"] as const) : (["under_review", "won", "lost"] as const),
  );
  const decided = next === "won" || next === "lost";
  at.gateway.books.moveDispute(at.thing, next, decided && chance.happens(0.7) ? 1500 : 0);
  return outside(`dispute ${at.thing.disputeId} of ${at.thing.paymentId} is ${next}`);
}
