import { testDatabase } from "@stoa/db/testing/database";
import { money } from "@stoa/kit";
import { expect, test } from "vitest";
import { followPayouts } from "./follow-payouts.ts";
import { registerPayoutAccount } from "./register-account.ts";
import { requestPayout } from "./request-payout.ts";
import { PAYOUT_PAYEES } from "./testing/env.ts";
import { testPayees } from "./testing/payees.ts";

const database = testDatabase();
const world = testPayees(database);

const REQUESTS = 20;
/** How many payees ask in the same moment: their requests fill the pool of connections. */
const AT_ONCE = 10;

test(
  "T60 payees who each ask twenty times at once are each paid once, to the minor unit",
  async () => {
    const owed = new Map<string, number>();
    for (let first = 0; first < PAYOUT_PAYEES; first += AT_ONCE) {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, index) => {
          const amount = money(10_000 + first + index, "EUR");
          const payee = await world.addPayee(amount);
          const me = await world.as(payee);
          await registerPayoutAccount(me, { payeeId: payee.payeeId, gateway: "paypal", destination: payee.email });
          const ask = () => requestPayout(me, { payeeId: payee.payeeId, currency: "EUR" });
          const answers = await Promise.allSettled(Array.from({ length: REQUESTS }, ask));
          expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
          owed.set(payee.email, amount.amount);
        }),
      );
    }
    await world.drain();
    await database.sql`update payouts set next_attempt_at = now() - interval '1 second' where status = 'sent'`;
    await followPayouts(world.worker());

    const sent = await world.sentByGateways();
    expect(new Map(sent.map((one) => [one.destination, one.amount]))).toEqual(owed);
    expect(sent).toHaveLength(PAYOUT_PAYEES);
    const [booked] = await database.sql<{ minor: number; payouts: number }[]>`
    select sum(amount_minor)::int as minor, count(*)::int as payouts from ledger_transfers
    where code = 'payout' and state = 'post_pending'`;
    expect(booked).toEqual({ minor: sent.reduce((sum, one) => sum + one.amount, 0), payouts: PAYOUT_PAYEES });
    expect(await world.breaches()).toEqual([]);
  },
  60_000 + 6_000 * PAYOUT_PAYEES,
);
