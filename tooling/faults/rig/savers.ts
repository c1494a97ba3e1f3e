import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@stoa/kit";
import type { RunningApp } from "../../testing/start-app.ts";
import type { BankDay } from "./bank-day.ts";
import type { System } from "./system.ts";

const MOVES_AN_ORDER = 4;
const MOST_MINOR = 200;
const AGAIN_AFTER_MS = 50;
const ANSWER_WITHIN_MS = 30_000;
/** In the books; or refused, because a wallet has too little. */
const ANSWERS = { done: 200, refused: 409 };

/** One client: an order after the other, each until there is an answer, whichever teller gives it. */
export async function orderMoves(
  { chance }: System,
  wallets: readonly string[],
  tellers: readonly RunningApp[],
  day: BankDay,
): Promise<void> {
  while (!day.over) {
    const moves = Array.from({ length: MOVES_AN_ORDER }, () => {
      const from = chance.pick(wallets);
      return { from, to: chance.pick(wallets.filter((each) => each !== from)), amount: chance.between(1, MOST_MINOR) };
    });
    const subject = newId("correlation");
    let status = 0;
    while (!Object.values(ANSWERS).includes(status) && !day.over) {
      if (status !== 0) await sleep(AGAIN_AFTER_MS);
      status = await tell(chance.pick(tellers), JSON.stringify({ subject, moves }));
    }
    if (status === ANSWERS.refused) day.refused += 1;
    if (status !== ANSWERS.done) continue;
    day.acknowledged.push(subject);
    day.transfers += moves.length;
  }
}

/** The status of the answer; of a line that broke, one that nobody answers. */
function tell({ url }: RunningApp, body: string): Promise<number> {
  return fetch(url, { method: "POST", body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
    (answer) => answer.status,
    () => UNANSWERED,
  );
}

const UNANSWERED = 504;
