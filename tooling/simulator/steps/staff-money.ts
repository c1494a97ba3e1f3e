import { accept, close } from "../model/after-sale.ts";
import { repay } from "../model/refunds.ts";
import { codeOf, type Simulation } from "../simulation.ts";
import type { Done, Effect, StepKind } from "../step.ts";

/** What staff do with held payments and with refunds that failed. */
export const STAFF_MONEY_STEPS: readonly StepKind[] = [
  { name: "decide review", weight: 3, run: decideReview },
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
  const right = accepting
    ? refused === "review_not_acceptable" && (!allowed || review?.waits === true)
    : refused === "review_being_refunded" && !allowed;
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
