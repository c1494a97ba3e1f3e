import { testDatabase } from "@stoa/db/testing/database";
import { addMs, DAY_MS } from "@stoa/kit";
import { breachesOf } from "@stoa/ledger";
import { whileTampered } from "@stoa/ledger/testing/tampering";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AFFILIATE_INVARIANTS } from "../affiliates/index.ts";
import { createCaller } from "../root.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import { addAffiliate, placeBy, type TestAffiliate } from "./testing/affiliate.ts";
import { testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

beforeEach(() => shop.clock.reset());

async function sold(affiliate: TestAffiliate, priceMinor = 4_900, from: { ip?: string } = {}) {
  const course = await shop.addCourse({ priceMinor });
  const { orderId, total } = await placeBy(shop, await affiliate.visit(), { course, ...from });
  const { paymentId } = await gateway.payment(orderId, total);
  return { orderId, paymentId };
}

/** Has the statistics brought up to date. */
async function settleStats(): Promise<void> {
  shop.clock.advance(11_000);
  await shop.drain();
}

describe("the dashboard", () => {
  test("shows clicks, sales and earnings of the worker's last count, and balances of this moment", async () => {
    const affiliate = await addAffiliate(shop);
    await affiliate.visit();
    const { paymentId } = await sold(affiliate);
    const disputed = await sold(affiliate);
    await gateway.refund(paymentId, eur(2_450));
    await gateway.dispute(disputed.paymentId, eur(4_900));
    await settleStats();
    const shown = await affiliate.caller.affiliates.dashboard({});
    expect(shown.days).toHaveLength(30);
    expect(shown.days.at(-1)).toMatchObject({ clicks: 3, conversions: 2, earned: [eur(735)] });
    expect(shown).toMatchObject({
      clicks: 3,
      conversions: 2,
      conversionBps: 6_667,
      balances: [
        {
          currency: "EUR",
          earned: eur(980),
          clawedBack: eur(245),
          held: eur(245),
          frozen: eur(490),
          payable: eur(0),
          inPayout: eur(0),
          owedBack: eur(0),
          paid: eur(0),
          upcoming: [{ reason: "refund_window", amount: eur(245) }],
        },
      ],
    });
    const { items } = await affiliate.caller.affiliates.referrals({ limit: 10 });
    expect(items.map(({ commissions }) => commissions[0]?.remaining.amount).sort()).toEqual([245, 490]);
    expect(JSON.stringify(items)).not.toContain("@");
    const mails =
      await database.sql`select template from mails where user_id = ${affiliate.person.id} and template = 'affiliate-first-sale'`;
    expect(mails).toHaveLength(1);
    expect(await shop.breaches()).toEqual([]);
  });

  test("of a first sale that a person had to accept comes with its mail", async () => {
    const affiliate = await addAffiliate(shop);
    const ip = "198.51.100.90";
    await database.sql`update sessions set ip = ${ip} where user_id = ${affiliate.person.id}`;
    await sold(affiliate, 4_900, { ip });
    await settleStats();
    const mails = () =>
      database.sql`select template from mails where user_id = ${affiliate.person.id} and template = 'affiliate-first-sale'`;
    expect(await mails()).toHaveLength(0);
    const ada = await signedIn(shop.services, await addPerson(shop.services, "ada", { email: "accepts@example.com" }));
    const { manage } = createCaller(ada).affiliates;
    const [held] = (await manage.referrals({ status: "held", affiliateId: affiliate.id, limit: 5 })).items;
    await manage.decide({ referralId: held?.id ?? "", decision: "accepted" });
    await settleStats();
    expect(await mails()).toHaveLength(1);
  });

  test("is the affiliate's own, and nobody else's", async () => {
    const [one, other] = [await addAffiliate(shop), await addAffiliate(shop)];
    await sold(one);
    await settleStats();
    expect(await other.caller.affiliates.dashboard({})).toMatchObject({ clicks: 0, balances: [] });
    expect((await other.caller.affiliates.referrals({ limit: 10 })).items).toEqual([]);
  });
});

describe("the statement", () => {
  const period = () => ({
    currency: "EUR" as const,
    from: addMs(shop.clock.now(), -DAY_MS),
    until: addMs(shop.clock.now(), DAY_MS),
  });

  test("adds up, as lines, as a file for a spreadsheet and on paper", async () => {
    const affiliate = await addAffiliate(shop);
    const { paymentId } = await sold(affiliate);
    await gateway.refund(paymentId, eur(2_450));
    const view = await affiliate.caller.affiliates.statement(period());
    expect(view).toMatchObject({
      opening: eur(0),
      closing: eur(245),
      complete: true,
      lines: [
        { code: "commission", amount: eur(490), balance: eur(490) },
        { code: "clawback", amount: eur(-245), balance: eur(245) },
      ],
    });
    const { csv, filename } = await affiliate.caller.affiliates.statementCsv(period());
    expect(filename).toMatch(/^stoa-commission-eur-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    expect(csv.split("\r\n")[0]).toBe("at,code,subject,amount,balance,currency");
    expect(csv).toContain(",clawback,");
    expect(csv).toContain(",-2.45,2.45,EUR");
    const { pdf } = await affiliate.caller.affiliates.statementPdf(period());
    expect(Buffer.from(pdf, "base64").subarray(0, 5).toString()).toBe("%PDF-");
  });
});

test("F4: what the forecast says of a day is what can be paid out on that day, whatever was given back", async () => {
  const sales = fc.array(
    fc.record({
      priceMinor: fc.integer({ min: 100, max: 20_000 }),
      afterDays: fc.integer({ min: 0, max: 9 }),
      refunded: fc.constantFrom(0, 0, 0.3, 1),
    }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(sales, async (history) => {
      shop.clock.reset();
      const affiliate = await addAffiliate(shop);
      shop.clock.advance(-40 * DAY_MS);
      for (const { priceMinor, afterDays, refunded } of history) {
        shop.clock.advance(afterDays * DAY_MS);
        // The gateway has its own clock: only what it is told of the past is placed there.
        const now = shop.clock.now();
        shop.clock.reset();
        const placed = await placeBy(shop, await affiliate.visit(), { course: await shop.addCourse({ priceMinor }) });
        shop.clock.advance(now.getTime() - Date.now());
        const { paymentId } = await gateway.payment(placed.orderId, placed.total);
        const back = Math.floor(placed.total.amount * refunded);
        if (back > 0) await gateway.refund(paymentId, eur(back));
      }
      const today = await affiliate.forecast();
      for (const later of [0, 10, 29, 31, 45, 90]) {
        const day = addMs(shop.clock.now(), later * DAY_MS);
        const due = today.upcoming.filter(({ availableAt }) => availableAt <= day);
        const foreseen = due.reduce((sum, { amount }) => sum + amount.amount, today.released.amount);
        expect((await affiliate.forecast(day)).released).toEqual(eur(foreseen));
      }
    }),
    { numRuns: 5 },
  );
  expect(await shop.breaches()).toEqual([]);
}, 120_000);

/** One corruption for each invariant. */
const CORRUPTIONS: Record<string, string> = {
  commissions_are_in_the_books:
    "update affiliate_commissions set remaining_minor = remaining_minor - 1 where posted_at is not null and remaining_minor > 0",
  earnings_add_up_to_commissions: "delete from affiliate_earnings",
  counted_days_add_up: "update affiliate_days set clicks = clicks + 1",
  commission_waits_for_its_sale:
    "update ledger_transfers set available_at = null, available_reason = null where code = 'commission'",
  commission_belongs_to_a_paid_order: "update affiliate_referrals set converted_at = null",
  own_purchases_earn_nothing: "update affiliate_referrals set status = 'refused'",
  frozen_commission_is_held: "update affiliate_commissions set freeze_hold_id = null",
};

describe("the invariants", () => {
  beforeAll(async () => {
    const affiliate = await addAffiliate(shop);
    await sold(affiliate);
    const { paymentId } = await sold(affiliate);
    await gateway.dispute(paymentId, eur(4_900));
    await settleStats();
  });

  test("hold of sales in order, and each has its corruption", async () => {
    expect(await breachesOf(shop.services, AFFILIATE_INVARIANTS)).toEqual([]);
    expect(Object.keys(CORRUPTIONS).sort()).toEqual(AFFILIATE_INVARIANTS.map(({ name }) => name).sort());
  });

  test.each(Object.entries(CORRUPTIONS))("%s finds its corruption", async (name, statement) => {
    await whileTampered(database, [statement], async (tampered) => {
      const breaches = await breachesOf(tampered, AFFILIATE_INVARIANTS);
      expect(breaches.map((breach) => breach.name)).toContain(name);
    });
  });
});
