import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS } from "@stoa/kit";
import { breachesOf } from "@stoa/ledger";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { followPayouts } from "../payouts/follow-payouts.ts";
import { PAYOUT_INVARIANTS } from "../payouts/index.ts";
import { contextAs } from "../testing/people.ts";
import { addAffiliate, placeBy, type TestAffiliate } from "./testing/affiliate.ts";
import { testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);
const worker = () => contextAs(shop.services, { kind: "job", id: "test" });

/** A tenth of this price is more than the least that is paid out, and less than what a second person must see. */
const PRICE = 30_000;
const COMMISSION = 3_000;

beforeEach(() => shop.clock.reset());
afterEach(async () => {
  expect([...(await shop.breaches()), ...(await breachesOf(worker(), PAYOUT_INVARIANTS))]).toEqual([]);
});

/** A sale by an affiliate's link so long ago that its commission is released. */
async function soldLongAgo(affiliate: TestAffiliate, priceMinor = PRICE) {
  shop.clock.advance(-100 * DAY_MS);
  const course = await shop.addCourse({ priceMinor, lmsCourse: null });
  const { orderId, total } = await placeBy(shop, await affiliate.visit(), { course });
  const { paymentId } = await gateway.payment(orderId, total);
  shop.clock.reset();
  return { orderId, paymentId };
}

async function payeeOf({ caller }: TestAffiliate): Promise<string> {
  const { items } = await caller.payouts.me();
  const [payee] = items;
  if (!payee) throw new Error("an affiliate is a payee");
  const { id: payeeId } = payee;
  if (!payee.account)
    await caller.payouts.setAccount({ payeeId, gateway: "stripe", destination: `acct_${payeeId.slice(-8)}` });
  return payeeId;
}

async function ask(affiliate: TestAffiliate): Promise<string> {
  const payeeId = await payeeOf(affiliate);
  return (await affiliate.caller.payouts.request({ payeeId, currency: "EUR" })).payoutId;
}

/** Sends what waits to be sent, and asks until it has arrived. */
async function letItArrive(): Promise<void> {
  await shop.drain();
  await database.sql`update payouts set next_attempt_at = now() - interval '1 second' where next_attempt_at is not null`;
  await followPayouts(worker());
}

/** What stands on an affiliate's accounts: owed to them, how much of it is reserved, and what they owe back. */
async function standOf({ id }: TestAffiliate) {
  const [row] = await database.sql<{ owed: number; reserved: number; owes: number }[]>`
    select coalesce(sum(credits_posted - debits_posted) filter (where address like '%/payable'), 0)::int as owed,
      coalesce(sum(debits_pending) filter (where address like '%/payable'), 0)::int as reserved,
      coalesce(sum(debits_posted - credits_posted) filter (where address like '%/receivable'), 0)::int as owes
    from ledger_balances where address like ${`affiliate/${id}/%`}`;
  return row;
}

describe("T61 a commission that is paid out at the instant in which its sale", () => {
  const PAID_OUT = { owed: COMMISSION, reserved: COMMISSION, owes: COMMISSION };
  const TAKEN_BACK = { owed: 0, reserved: 0, owes: 0 };

  test("is given back is used once: it leaves and is owed back, or it never leaves", async () => {
    for (let round = 0; round < 6; round++) {
      const affiliate = await addAffiliate(shop);
      const { paymentId } = await soldLongAgo(affiliate);
      await payeeOf(affiliate);
      const [asked, refunded] = await Promise.allSettled([ask(affiliate), gateway.refund(paymentId, eur(PRICE))]);
      expect(refunded.status).toBe("fulfilled");
      expect(await standOf(affiliate)).toEqual(asked.status === "fulfilled" ? PAID_OUT : TAKEN_BACK);
    }
    await letItArrive();
  });

  test("is disputed is used once: it leaves and is owed back when that is lost, or it is kept until then", async () => {
    for (let round = 0; round < 6; round++) {
      const affiliate = await addAffiliate(shop);
      const { paymentId } = await soldLongAgo(affiliate);
      await payeeOf(affiliate);
      const disputeId = `dp_instant_${round}`;
      const [asked, disputed] = await Promise.allSettled([
        ask(affiliate),
        gateway.dispute(paymentId, eur(PRICE), { disputeId }),
      ]);
      expect(disputed.status).toBe("fulfilled");
      expect(await standOf(affiliate)).toEqual({ owed: COMMISSION, reserved: COMMISSION, owes: 0 });
      await gateway.dispute(paymentId, eur(PRICE), { disputeId, status: "lost" });
      expect(await standOf(affiliate)).toEqual(asked.status === "fulfilled" ? PAID_OUT : TAKEN_BACK);
    }
    await letItArrive();
  });
});

test("T69 what was paid out of a sale that is given back is owed, is seen by whom it concerns, and is kept from the next", async () => {
  const affiliate = await addAffiliate(shop);
  const first = await soldLongAgo(affiliate);
  await ask(affiliate);
  await letItArrive();
  expect(await standOf(affiliate)).toEqual({ owed: 0, reserved: 0, owes: 0 });

  await gateway.refund(first.paymentId, eur(PRICE));
  expect(await standOf(affiliate)).toEqual({ owed: 0, reserved: 0, owes: COMMISSION });
  const { balances } = await affiliate.caller.affiliates.dashboard({ days: 7 });
  expect(balances).toMatchObject([{ owedBack: eur(COMMISSION), payable: eur(0), paid: eur(COMMISSION) }]);

  await soldLongAgo(affiliate, 20_000);
  expect(await standOf(affiliate)).toEqual({ owed: 0, reserved: 0, owes: COMMISSION - 2_000 });
  await expect(ask(affiliate)).rejects.toMatchObject({ cause: { code: "below_payout_minimum" } });
  await soldLongAgo(affiliate);
  expect(await standOf(affiliate)).toEqual({ owed: 2_000, reserved: 0, owes: 0 });
  await ask(affiliate);
  expect(await standOf(affiliate)).toEqual({ owed: 2_000, reserved: 2_000, owes: 0 });
  await letItArrive();
});
