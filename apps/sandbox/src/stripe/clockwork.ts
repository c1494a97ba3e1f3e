import { setTimeout as sleep } from "node:timers/promises";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps, Running } from "../part.ts";
import { openDispute } from "./disputes.ts";
import { NO_REQUEST } from "./events.ts";
import { lapseSession } from "./expire-session.ts";
import type { LaterStep } from "./later.ts";
import { find, lock } from "./object-store.ts";
import type { CheckoutSession } from "./objects.ts";

import { failRefund, succeedRefund } from "./refund-charge.ts";
import { settleDebit } from "./settle-debit.ts";
import { unixNow } from "./unix-time.ts";

const EVERY_MS = 1_000;
const AT_ONCE = 50;

/** Lets time pass at Stripe: sessions lapse, pending refunds and debits are decided, disputes arrive. */
export async function runClockwork(deps: Deps): Promise<Running> {
  const stop = new AbortController();
  const loop = (async () => {
    while (!stop.signal.aborted) {
      try {
        await lapseSessions(deps);
        while (await takeStep(deps)) {
          // Each step is a transaction of its own; go on until none is due.
        }
      } catch (error) {
        deps.log.error({ error: String(error) }, "clockwork failed; it tries again");
      }
      await sleep(EVERY_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return {
    close: async () => {
      stop.abort();
      await loop;
    },
  };
}

async function lapseSessions(deps: Deps): Promise<void> {
  const now = unixNow(deps.clock);
  const due = await deps.books<{ body: CheckoutSession }[]>`
    SELECT body FROM stripe.object
    WHERE kind = 'checkout.session' AND body @> '{"status": "open"}' AND (body ->> 'expires_at')::bigint <= ${now}
    ORDER BY seq LIMIT ${AT_ONCE}`;
  for (const row of due) await lapseSession(deps, row.body, now);
}

/** Takes one step that is due, with its effect, in one transaction. False when none is. */
async function takeStep(deps: Deps): Promise<boolean> {
  return deps.books.begin(async (transaction) => {
    const [due] = await transaction<{ object_id: string; step: LaterStep }[]>`
      DELETE FROM stripe.later WHERE (object_id, step) IN (
        SELECT object_id, step FROM stripe.later WHERE due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING object_id, step`;
    if (due === undefined) return false;
    await happen(transaction, due.step, due.object_id, unixNow(deps.clock));
    return true;
  });
}

async function happen(books: BooksReader, step: LaterStep, objectId: string, now: number): Promise<void> {
  switch (step) {
    case "dispute": {
      const charge = await lock(books, "charge", objectId);
      if (charge?.captured && !charge.disputed) await openDispute(books, charge, undefined, now);
      return;
    }
    case "refund_succeeds":
    case "refund_fails": {
      const refund = await find(books, "refund", objectId);
      if (refund === null) return;
      return step === "refund_fails"
        ? failRefund(books, refund, now, NO_REQUEST)
        : succeedRefund(books, refund, now, NO_REQUEST);
    }
    case "debit_succeeds":
    case "debit_fails":
      return settleDebit(books, objectId, step === "debit_succeeds", now);
  }
}
