import type { RefundWish } from "@stoa/api/checkout/refunds/choose-refund";
import { type Currency, money } from "@stoa/kit";
import { accept, close } from "../model/after-sale.ts";
import { refundable, repay, requestRefund } from "../model/refunds.ts";
import type { Order, Shop } from "../model/shop.ts";
import { codeOf, type Simulation } from "../simulation.ts";
import type { Done, Effect, StepKind } from "../step.ts";

/** What staff do with held payments and with money that goes back. */
export const STAFF_MONEY_STEPS: readonly StepKind[] = [
  { name: "decide review", weight: 3, run: decideReview },
  { name: "ask for a refund", weight: 3, run: askForRefund },
  { name: "repay", weight: 1, run: repayFromBank },
];

/** A refusal of an acceptance is right when the rules refuse it, or when a message about it waits to be handled. */
async function decideReview(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const open = [...shop.reviews].filter(([, review]) => review.resolution === null);
  const [paymentId] = chance.pickOrNull(open) ?? [];
  if (paymentId === undefined) return null;
  const accepting = chance.happens(0.6);
  const { sql } = simulation.database;
  const [review] = await sql<{ id: string; waits: boolean }[]>`
    select r.id, exists (select from inbox_events i where i.handled_at is null and i.gateway = p.gateway
      and position(convert_to(p.gateway_payment_id, 'UTF8') in i.body) > 0) as waits
    from order_reviews r join payments p on r.dedupe_key = 'payment:' || p.id where p.gateway_payment_id = ${paymentId}`;
  const reviewId = review?.id ?? "";
  const decide = accepting
    ? simulation.staff().checkout.acceptReview({ reviewId })
    : simulation.staff().checkout.closeReview({ reviewId, note: "settled by hand" });
  const refused = await decide.then(() => null).catch((error: unknown) => codeOf(error));
  const told = `${paymentId} is ${accepting ? "accepted" : "closed"}${refused ? `: ${refused}` : ""}`;
  const allowed = (accepting ? accept : close)(structuredClone(shop), paymentId);
  const effect: Effect = (next) => void (accepting ? accept : close)(next, paymentId);
  if (simulation.gate.dead) return { told: `${told} and the process dies`, effects: [effect], partial: true };
  if (refused === null) return { told, effects: [effect], ...(allowed ? {} : { wrong: "decided against the rules" }) };
  const right = refused === "review_not_acceptable" && (!allowed || review?.waits === true);
  return { told, effects: [], ...(right ? {} : { wrong: `refused with ${refused}` }) };
}

/** What a refund that failed still owes is paid by hand, or not, when it is not owed any more. */
async function repayFromBank(simulation: Simulation): Promise<Done | null> {
  const { chance, shop, database } = simulation;
  const failed = [...shop.refunds].filter(([, refund]) => refund.status === "failed");
  const [id] = chance.pickOrNull(failed) ?? [];
  if (id === undefined) return null;
  const [row] = await database.sql<
    { id: string }[]
  >`select id from refunds where coalesce(gateway_refund_id, id) = ${id}`;
  const call = simulation.staff().checkout.recordRepayment({ refundId: row?.id ?? "", note: "bank reference 1" });
  const refused = await call.then(() => null).catch((error: unknown) => codeOf(error));
  const allowed = repay(structuredClone(shop), id);
  const told = `${id} is paid from the bank${refused ? `: ${refused}` : ""}`;
  const effect: Effect = (next) => void repay(next, id);
  if (simulation.gate.dead) return { told: `${told} and the process dies`, effects: [effect], partial: true };
  if (refused === null)
    return { told, effects: [effect], ...(allowed ? {} : { wrong: "paid although nothing is owed" }) };
  const right = refused === "refund_not_owed" && !allowed;
  return { told, effects: [], ...(right ? {} : { wrong: `refused with ${refused}` }) };
}

const SOLD: readonly Order["status"][] = ["paid", "partially_refunded", "disputed"];

/** All that is left of an order, or a part of it, or more than there is. A job asks the gateway for it later. */
async function askForRefund(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const any = chance.happens(0.1);
  const order = chance.pickOrNull([...shop.orders.values()].filter((each) => any || SOLD.includes(each.status)));
  if (order === null) return null;
  const { id, total, currency } = order;
  const amount = chance.happens(0.5) ? null : chance.between(1, Math.max(1, total));
  const wish: RefundWish =
    amount === null ? { kind: "full" } : { kind: "amount", amount: money(amount, currency as Currency) };
  const allowed = refundable(shop, id);
  const answer = await simulation
    .staff()
    .checkout.refunds.request({ orderId: id, wish, note: "asked for by mail" })
    .catch((error: unknown) => ({ refused: codeOf(error) }));
  const told = `staff ask for ${amount ?? "all"} of ${id} to go back`;
  const asked =
    "refused" in answer
      ? await refundLeftBehind(simulation, id)
      : { id: answer.refundId, amount: answer.amount.amount };
  const effects = asked
    ? [(next: Shop) => requestRefund(next, asked.id, { order: id, amount: asked.amount, lines: null })]
    : [];
  if (simulation.gate.dead) return { told: `${told} and the process dies`, effects, partial: true };
  const expected =
    typeof allowed === "string"
      ? allowed
      : amount !== null && (amount > allowed.left || currency !== allowed.payment.currency)
        ? "refund_exceeds_payment"
        : (amount ?? allowed.left);
  const got = "refused" in answer ? answer.refused : answer.amount.amount;
  return {
    told: `${told}: ${"refused" in answer ? answer.refused : answer.refundId}`,
    effects,
    ...(got === expected ? {} : { wrong: `answered ${got}, expected ${expected}` }),
  };
}

/** What a process wrote down before it died: the refund that the model does not know. */
async function refundLeftBehind({ database, gate, shop }: Simulation, orderId: string) {
  if (!gate.dead) return null;
  const rows = await database.sql<{ id: string; amount: number }[]>`
    select id, amount_minor::int as amount from refunds where order_id = ${orderId} and status = 'requested'`;
  return rows.find(({ id }) => !shop.refunds.has(id)) ?? null;
}
