import { testDatabase } from "@stoa/db/testing/database";
import { money } from "@stoa/kit";
import { beforeAll, expect, test } from "vitest";
import { followPayouts } from "../payouts/follow-payouts.ts";
import { registerPayoutAccount } from "../payouts/register-account.ts";
import { requestPayout } from "../payouts/request-payout.ts";
import { testPayees } from "../payouts/testing/payees.ts";
import { addPerson } from "../testing/people.ts";
import { listen } from "./testing/listen.ts";

const database = testDatabase();
const world = testPayees(database);
let told: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  told = await listen(database, (await addPerson(world.services, "ada")).id);
});

/** Somebody is owed 42 euros, asks for them, and the worker has done what it can. */
async function paidOut(destination?: string) {
  const payee = await world.addPayee(money(4_200, "EUR"));
  const [ctx, { payeeId }] = [await world.as(payee), payee];
  await registerPayoutAccount(ctx, { payeeId, gateway: "paypal", destination: destination ?? payee.email });
  const { payoutId } = await requestPayout(ctx, { payeeId, currency: "EUR" });
  await world.drain();
  await database.sql`update payouts set next_attempt_at = now() - interval '1 second' where next_attempt_at is not null`;
  await followPayouts(world.worker());
  return { payoutId, payeeId, amount: { amount: 4_200, currency: "EUR" } };
}

test("a payout that has arrived is told once, however often it is asked after", async () => {
  const payout = await paidOut();
  await followPayouts(world.worker());
  expect(await told("payout.paid")).toEqual([payout]);
  expect(await told("payout.failed")).toEqual([]);
});

test("a payout that is refused is told with the reason", async () => {
  const payout = await paidOut("failed@example.com");
  const { reason } = await world.payout(payout.payoutId);
  expect(await told("payout.failed")).toEqual([{ ...payout, reason }]);
});
