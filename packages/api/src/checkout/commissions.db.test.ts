import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { addMs, DAY_MS, mulDiv } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { addAffiliate, placeBy, type TestAffiliate } from "./testing/affiliate.ts";
import { freshAddress, testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

beforeEach(() => shop.clock.reset());
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

/** An order of 49.00 EUR by an affiliate's link, paid. */
async function sold(affiliate: TestAffiliate, as: Parameters<typeof placeBy>[2] = {}) {
  const { orderId, total } = await placeBy(shop, await affiliate.visit(), as);
  const { paymentId } = await gateway.payment(orderId, total);
  return { orderId, paymentId };
}

const referralOf = async (orderId: string) =>
  (
    await database.sql`select status, signals, model, window_days as "windowDays" from affiliate_referrals where order_id = ${orderId}`
  )[0];
const commissionsOf = (orderId: string) => database.sql`
  select c.amount_minor::int as amount, c.remaining_minor::int as remaining, c.rate_bps as "rateBps", c.net_minor::int as net,
    c.available_at >= c.sale_available_at as "followsSale", c.posted_at is not null as posted, c.freeze_hold_id is not null as frozen
  from affiliate_commissions c join order_lines l on l.id = c.order_line_id where l.order_id = ${orderId} order by l.position`;
/** What stands on an affiliate's accounts: owed to them, less what they owe. */
const owedTo = async ({ id }: TestAffiliate) => {
  const rows = await database.sql<{ address: string; minor: number }[]>`
    select address, (credits_posted - debits_posted)::int as minor from ledger_balances where address like ${`affiliate/${id}/%`}`;
  const of = (name: string) => rows.find((row) => row.address.endsWith(name))?.minor ?? 0;
  return { payable: of("payable"), owes: 0 - of("receivable") };
};
const admin = async () =>
  createCaller(
    await signedIn(
      shop.services,
      await addPerson(shop.services, "ada", { email: `${crypto.randomUUID()}@example.com` }),
    ),
  );

describe("a sale by an affiliate's link", () => {
  test("earns a share of what was paid without tax, once, released after the refund window", async () => {
    const affiliate = await addAffiliate(shop);
    const { orderId } = await sold(affiliate);
    expect(await referralOf(orderId)).toMatchObject({ status: "accepted", model: "last_click", windowDays: 30 });
    expect(await commissionsOf(orderId)).toMatchObject([
      { amount: 490, remaining: 490, rateBps: 1_000, net: 4_900, followsSale: true, posted: true },
    ]);
    expect(await owedTo(affiliate)).toEqual({ payable: 490, owes: 0 });
    const { released, upcoming } = await affiliate.forecast();
    expect(released).toEqual(eur(0));
    expect(upcoming).toMatchObject([{ reason: "refund_window", amount: eur(490) }]);
  });

  test("told a second time earns nothing more", async () => {
    const affiliate = await addAffiliate(shop);
    const { orderId } = await placeBy(shop, await affiliate.visit());
    await shop.pay(orderId);
    const [webhook] = await shop.webhooksOf(orderId, "checkout.session.completed");
    if (!webhook) throw new Error("no webhook");
    await shop.deliver(webhook);
    await shop.drain();
    await shop.deliver(webhook);
    await shop.drain();
    expect(await owedTo(affiliate)).toEqual({ payable: 490, owes: 0 });
  });

  test("keeps the rate of its placing when the programme changes before it is paid", async () => {
    const affiliate = await addAffiliate(shop);
    const { orderId, total } = await placeBy(shop, await affiliate.visit());
    await (await admin()).affiliates.manage.agreeTerms({ affiliateId: affiliate.id, courseId: null, rateBps: 5_000 });
    await gateway.payment(orderId, total);
    expect(await commissionsOf(orderId)).toMatchObject([{ amount: 490 }]);
    const next = await sold(affiliate);
    expect(await commissionsOf(next.orderId)).toMatchObject([{ amount: 2_450, rateBps: 5_000 }]);
  });

  test("counts for the last link followed within the window, and for nobody after it", async () => {
    const [early, late] = [await addAffiliate(shop), await addAffiliate(shop)];
    shop.clock.advance(-30 * DAY_MS);
    const first = await early.visit();
    shop.clock.advance(DAY_MS);
    const both = await late.visit({ referral: first });
    shop.clock.reset();
    expect(await affiliateOf(await placeBy(shop, both))).toBe(late.id);
    expect(await affiliateOf(await placeBy(shop, first))).toBeUndefined();
  });

  test("counts for the first link, where the programme says so", async () => {
    const [early, late] = [await addAffiliate(shop), await addAffiliate(shop)];
    const both = await late.visit({ referral: await early.visit() });
    const ada = await admin();
    const { payoutGateways, ...value } = await ada.affiliates.programme();
    expect(payoutGateways).toEqual(["stripe", "paypal"]);
    await ada.settings.change({ key: "affiliateProgramme", value: { ...value, model: "first_click" } });
    expect(await affiliateOf(await placeBy(shop, both))).toBe(early.id);
    await ada.settings.change({ key: "affiliateProgramme", value });
    expect(await affiliateOf(await placeBy(shop, both))).toBe(late.id);
  });

  test("an order without a link has no referral, and an edited cookie is none", async () => {
    const affiliate = await addAffiliate(shop);
    const cookie = await affiliate.visit();
    const edited = `${cookie?.slice(0, -2)}xx`;
    for (const referral of [null, "", edited, "a".repeat(5_000), "%00", "[]"]) {
      const { orderId, total } = await placeBy(shop, referral);
      await gateway.payment(orderId, total);
      expect(await referralOf(orderId)).toBeUndefined();
    }
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 0 });
  });
});

const affiliateOf = async ({ orderId }: { orderId: string }) =>
  (await database.sql`select affiliate_id as id from affiliate_referrals where order_id = ${orderId}`)[0]?.id;

describe("T74 an affiliate's own purchase", () => {
  test("under the same account is refused", async () => {
    const affiliate = await addAffiliate(shop);
    const course = await shop.addCourse();
    const referral = await affiliate.visit();
    const ctx = await signedIn(shop.services, affiliate.person, { referral, ip: freshAddress() });
    const { orderId, total } = await createCaller(ctx).checkout.start({
      lines: [{ kind: "course", id: course.slug, quantity: 1 }],
    });
    await gateway.payment(orderId, total);
    expect(await referralOf(orderId)).toMatchObject({
      status: "refused",
      signals: ["same_user", "same_email", "same_payout"],
    });
    expect(await commissionsOf(orderId)).toEqual([]);
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 0 });
  });

  test("as a guest under a spelling of the same mailbox is refused", async () => {
    const affiliate = await addAffiliate(shop, { email: "ann.other@gmail.com" });
    const { orderId } = await sold(affiliate, { email: "AnnOther+sale@googlemail.com" });
    expect(await referralOf(orderId)).toMatchObject({ status: "refused", signals: ["same_email"] });
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 0 });
  });

  test("from a second account that is paid into the same account is refused", async () => {
    const [one, other] = [await addAffiliate(shop), await addAffiliate(shop)];
    await database.sql`update affiliates set payout_fingerprint = 'one-bank-account' where id in ${database.sql([one.id, other.id])}`;
    const ctx = await signedIn(shop.services, other.person, { referral: await one.visit(), ip: freshAddress() });
    const { orderId, total } = await createCaller(ctx).checkout.start({
      lines: [{ kind: "course", id: (await shop.addCourse()).slug, quantity: 1 }],
    });
    await gateway.payment(orderId, total);
    expect(await referralOf(orderId)).toMatchObject({ status: "refused", signals: ["same_payout"] });
    expect(await owedTo(one)).toEqual({ payable: 0, owes: 0 });
  });

  test("from the network where they joined waits for a person, who may accept it", async () => {
    const affiliate = await addAffiliate(shop);
    const [row] = await database.sql<{ ip: string }[]>`
      update sessions set ip = '198.51.100.77', user_agent = 'Another browser' where user_id = ${affiliate.person.id} returning ip`;
    const { orderId } = await sold(affiliate, { ip: row?.ip ?? "" });
    expect(await referralOf(orderId)).toMatchObject({ status: "held", signals: ["same_network"] });
    expect(await commissionsOf(orderId)).toMatchObject([{ amount: 490, posted: false }]);
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 0 });
    const ada = await admin();
    const [held] = (await ada.affiliates.manage.referrals({ status: "held", affiliateId: affiliate.id, limit: 5 }))
      .items;
    expect(held).toMatchObject({ orderId, commission: eur(490), signals: ["same_network"] });
    const decide = () => ada.affiliates.manage.decide({ referralId: held?.id ?? "", decision: "accepted" });
    const both = await Promise.allSettled([decide(), decide()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await owedTo(affiliate)).toEqual({ payable: 490, owes: 0 });
    expect((await affiliate.forecast()).upcoming).toMatchObject([{ amount: eur(490) }]);
  });

  test("that a person refuses never earns, and is decided once", async () => {
    const affiliate = await addAffiliate(shop);
    await database.sql`update sessions set ip = '198.51.100.78' where user_id = ${affiliate.person.id}`;
    const { orderId } = await sold(affiliate, { ip: "198.51.100.78" });
    const ada = await admin();
    const [held] = (await ada.affiliates.manage.referrals({ status: "held", affiliateId: affiliate.id, limit: 5 }))
      .items;
    const referralId = held?.id ?? "";
    await ada.affiliates.manage.decide({ referralId, decision: "refused", note: "The same household." });
    await expect(ada.affiliates.manage.decide({ referralId, decision: "accepted" })).rejects.toThrow("not waiting");
    expect(await referralOf(orderId)).toMatchObject({ status: "refused" });
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 0 });
  });

  test("T99 is decided by somebody else, though the affiliate works for Stoa", async () => {
    const affiliate = await addAffiliate(shop);
    await database.sql`update sessions set ip = '198.51.100.79' where user_id = ${affiliate.person.id}`;
    const { orderId } = await sold(affiliate, { ip: "198.51.100.79" });
    const self = createCaller(await signedIn(shop.services, { ...affiliate.person, roles: ["admin"] }));
    const asked = { status: "held", affiliateId: affiliate.id, limit: 5 } as const;
    const [held] = (await self.affiliates.manage.referrals(asked)).items;
    const decision = { referralId: held?.id ?? "", decision: "accepted" } as const;
    await expect(self.affiliates.manage.decide(decision)).rejects.toMatchObject({ cause: { code: "affiliate_own" } });
    expect(await referralOf(orderId)).toMatchObject({ status: "held" });
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 0 });
  });

  test("of one who was suspended before it was paid waits for a person; new links of theirs count for nobody", async () => {
    const affiliate = await addAffiliate(shop);
    const cookie = await affiliate.visit();
    const { orderId, total } = await placeBy(shop, cookie);
    await (await admin()).affiliates.manage.suspend({ affiliateId: affiliate.id, reason: "Spam" });
    await gateway.payment(orderId, total);
    expect(await referralOf(orderId)).toMatchObject({ status: "held", signals: ["suspended"] });
    const next = await placeBy(shop, cookie);
    expect(await referralOf(next.orderId)).toBeUndefined();
    expect(await affiliate.visit()).toBeNull();
  });
});

test("a referral that a person has accepted before the order is paid earns when it is", async () => {
  const affiliate = await addAffiliate(shop);
  await database.sql`update sessions set ip = '198.51.100.81' where user_id = ${affiliate.person.id}`;
  const { orderId, total } = await placeBy(shop, await affiliate.visit(), { ip: "198.51.100.81" });
  const ada = await admin();
  const { items } = await ada.affiliates.manage.referrals({ status: "held", affiliateId: affiliate.id, limit: 5 });
  await ada.affiliates.manage.decide({ referralId: items[0]?.id ?? "", decision: "accepted" });
  await gateway.payment(orderId, total);
  expect(await referralOf(orderId)).toMatchObject({ status: "accepted", signals: ["same_network"] });
  expect(await owedTo(affiliate)).toEqual({ payable: 490, owes: 0 });
});

describe("T77 money that goes back", () => {
  test("in two parts takes the commission as one refund of the whole would", async () => {
    const affiliate = await addAffiliate(shop);
    const { orderId, paymentId } = await sold(affiliate);
    await gateway.refund(paymentId, eur(1_633));
    expect(await commissionsOf(orderId)).toMatchObject([{ remaining: mulDiv(490, 3_267, 4_900) }]);
    await gateway.refund(paymentId, eur(3_267));
    expect(await commissionsOf(orderId)).toMatchObject([{ remaining: 0 }]);
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 0 });
    expect((await affiliate.forecast()).upcoming).toEqual([]);
  });

  test("after it was paid out is owed back, and the next commission pays it", async () => {
    const affiliate = await addAffiliate(shop);
    const { paymentId } = await sold(affiliate);
    await payOut(affiliate, 490);
    await gateway.refund(paymentId, eur(4_900));
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 490 });
    await sold(affiliate, { course: await shop.addCourse({ priceMinor: 3_000 }) });
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 190 });
    const next = await sold(affiliate);
    expect(await owedTo(affiliate)).toEqual({ payable: 300, owes: 0 });
    await gateway.refund(next.paymentId, eur(4_900));
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 190 });
  });

  test("of a held referral lowers what a person can accept", async () => {
    const affiliate = await addAffiliate(shop);
    await database.sql`update sessions set ip = '198.51.100.79' where user_id = ${affiliate.person.id}`;
    const { orderId, paymentId } = await sold(affiliate, { ip: "198.51.100.79" });
    await gateway.refund(paymentId, eur(2_450));
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 0 });
    const ada = await admin();
    const [held] = (await ada.affiliates.manage.referrals({ status: "held", affiliateId: affiliate.id, limit: 5 }))
      .items;
    await ada.affiliates.manage.decide({ referralId: held?.id ?? "", decision: "accepted" });
    expect(await commissionsOf(orderId)).toMatchObject([{ amount: 490, remaining: 245, posted: true }]);
    expect(await owedTo(affiliate)).toEqual({ payable: 245, owes: 0 });
  });
});

describe("a dispute", () => {
  test("keeps the commission while it is open, and lets it go when it is won", async () => {
    const affiliate = await addAffiliate(shop);
    const { orderId, paymentId } = await sold(affiliate);
    await gateway.dispute(paymentId, eur(4_900), { disputeId: `dp_won_${orderId}` });
    expect(await commissionsOf(orderId)).toMatchObject([{ remaining: 490, frozen: true }]);
    expect((await affiliate.forecast(addMs(new Date(), 90 * DAY_MS))).released).toEqual(eur(0));
    await gateway.dispute(paymentId, eur(4_900), { disputeId: `dp_won_${orderId}`, status: "won" });
    expect(await commissionsOf(orderId)).toMatchObject([{ remaining: 490, frozen: false }]);
    expect((await affiliate.forecast(addMs(new Date(), 90 * DAY_MS))).released).toEqual(eur(490));
  });

  test("that is lost takes the commission back, and of a part the part", async () => {
    const affiliate = await addAffiliate(shop);
    const whole = await sold(affiliate);
    await gateway.dispute(whole.paymentId, eur(4_900), { disputeId: "dp_commission_whole" });
    await gateway.dispute(whole.paymentId, eur(4_900), { disputeId: "dp_commission_whole", status: "lost" });
    expect(await commissionsOf(whole.orderId)).toMatchObject([{ remaining: 0, frozen: false }]);
    const part = await sold(affiliate);
    await gateway.dispute(part.paymentId, eur(1_000), { disputeId: "dp_commission_part" });
    await gateway.refund(part.paymentId, eur(900));
    expect(await commissionsOf(part.orderId)).toMatchObject([{ remaining: 400, frozen: true }]);
    await gateway.dispute(part.paymentId, eur(1_000), { disputeId: "dp_commission_part", status: "lost" });
    expect(await commissionsOf(part.orderId)).toMatchObject([{ remaining: 300, frozen: false }]);
    expect(await owedTo(affiliate)).toEqual({ payable: 300, owes: 0 });
  });

  test("of a commission that was paid out has nothing to keep", async () => {
    const affiliate = await addAffiliate(shop);
    const { orderId, paymentId } = await sold(affiliate);
    await payOut(affiliate, 490);
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_commission_paid" });
    expect(await commissionsOf(orderId)).toMatchObject([{ frozen: false }]);
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_commission_paid", status: "lost" });
    expect(await owedTo(affiliate)).toEqual({ payable: 0, owes: 490 });
  });
});

test("sales of one affiliate that settle at one moment all earn", async () => {
  const affiliate = await addAffiliate(shop);
  const cookie = await affiliate.visit();
  const placed = [];
  for (let i = 0; i < 8; i++) placed.push(await placeBy(shop, cookie));
  await Promise.all(placed.map(({ orderId, total }) => gateway.payment(orderId, total)));
  expect(await owedTo(affiliate)).toEqual({ payable: 8 * 490, owes: 0 });
});

/** Pays an affiliate out of the platform's bank, as a payout does once its money has left. */
async function payOut(affiliate: TestAffiliate, minor: number): Promise<void> {
  const transfer = {
    code: "payout",
    debit: account.affiliatePayable(affiliate.id),
    credit: account.bank("main"),
    amount: eur(minor),
  } as const;
  await withTransaction(contextAs(shop.services, { kind: "job", id: "test" }), (tx) =>
    postEntry(tx, { kind: "payout_sent", subject: crypto.randomUUID(), transfers: [transfer] }),
  );
}
