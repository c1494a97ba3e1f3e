import { testDatabase } from "@stoa/db/testing/database";
import { breachesOf, runLedgerInvariants } from "@stoa/ledger";
import { afterEach, beforeAll, expect, test } from "vitest";
import { closeLapsedOrder } from "../checkout/close-checkout.ts";
import { freshAddress, testShop } from "../checkout/testing/shop.ts";
import { eur, told } from "../checkout/testing/told.ts";
import { createCaller } from "../root.ts";
import { queuedMails } from "../testing/mails.ts";
import { addPerson, contextAs, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { GRANT_INVARIANTS } from "./invariants.ts";
import { addPool, award, figuresOf } from "./testing/fund.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);
const system = () => contextAs(shop.services, { kind: "job", id: "test" });
const as = async (person: TestPerson) => createCaller(await signedIn(shop.services, person));
const reason = "The course you wanted is not held this year.";

let omar: TestPerson;
beforeAll(async () => {
  omar = await addPerson(shop.services, "omar");
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
  expect([...(await runLedgerInvariants(system())), ...(await breachesOf(system(), GRANT_INVARIANTS))]).toEqual([]);
});

async function awarded(email: string, percent = 75) {
  const poolId = await addPool(shop.services, 10_000);
  const course = await shop.addCourse();
  return {
    course,
    poolId,
    email,
    ...(await award(database, shop.services, { course: course.slug, email, poolId, percent })),
  };
}

const begin = ({ course, email, code }: Awaited<ReturnType<typeof awarded>>) =>
  shop.start({ course, email, couponCode: code });

test("a grant that nobody has redeemed is taken back: the money is free, the code is over, the person is told", async () => {
  const given = await awarded("revoked@example.com");
  const staff = await as(omar);
  expect(await figuresOf(shop.services, given.poolId)).toMatchObject({ reserved: 3_675 });
  const tries = await Promise.all([1, 2, 3].map(() => staff.grants.awards.revoke({ id: given.awardId, reason })));
  expect(tries).toEqual([1, 2, 3].map(() => ({ id: given.awardId })));
  expect(await figuresOf(shop.services, given.poolId)).toEqual({ funded: 10_000, reserved: 0, spent: 0, free: 10_000 });
  await expect(begin(given)).rejects.toMatchObject({ code: "coupon_not_valid" });
  const mails = (await queuedMails(shop.services)).filter((mail) => mail.template === "grant-revoked");
  expect(mails).toMatchObject([{ to: given.email, data: { reason } }]);
  const audits = await database.sql`select action from audit_entries where subject_id = ${given.awardId}`;
  expect(audits.filter((entry) => entry.action === "grants.revoke_award")).toHaveLength(1);
});

test("one that somebody pays with just now stays until that is over, and one that was redeemed needs a refund", async () => {
  const given = await awarded("redeems@example.com");
  const staff = await as(omar);
  const revoke = () => staff.grants.awards.revoke({ id: given.awardId, reason });
  const order = await begin(given);
  await expect(revoke()).rejects.toMatchObject({ cause: { code: "grant_award_being_redeemed" } });
  const { paymentId } = await gateway.payment(order.orderId, eur(1_225));
  await expect(revoke()).rejects.toMatchObject({ cause: { code: "grant_award_redeemed" } });
  expect(await figuresOf(shop.services, given.poolId)).toMatchObject({ spent: 3_675 });
  await gateway.refund(paymentId, eur(1_225));
  expect(await figuresOf(shop.services, given.poolId)).toMatchObject({ spent: 0, free: 10_000 });
  await expect(revoke()).rejects.toMatchObject({ cause: { code: "grant_award_redeemed" } });
});

test("of a redemption and a revocation at one moment, one happens", async () => {
  for (let round = 0; round < 4; round++) {
    const given = await awarded(`race${round}@example.com`);
    const staff = await as(omar);
    const both = await Promise.allSettled([begin(given), staff.grants.awards.revoke({ id: given.awardId, reason })]);
    expect(both.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  }
});

test("of a payment that comes after its checkout lapsed and a revocation at one moment, one happens", async () => {
  for (let round = 0; round < 4; round++) {
    const given = await awarded(`late${round}@example.com`);
    const staff = await as(omar);
    const { orderId } = await begin(given);
    await closeLapsedOrder(system(), orderId);
    const revoke = staff.grants.awards.revoke({ id: given.awardId, reason });
    const [paid, revoked] = await Promise.allSettled([gateway.payment(orderId, eur(1_225)), revoke]);
    const { outcome } = paid.status === "fulfilled" ? paid.value : expect.fail(String(paid.reason));
    expect(outcome).toBe(revoked.status === "fulfilled" ? "held" : "paid");
    expect(await figuresOf(shop.services, given.poolId)).toMatchObject(
      outcome === "paid" ? { reserved: 0, spent: 3_675 } : { reserved: 0, spent: 0 },
    );
  }
});

test("nobody takes back their own, nor without the permission, nor one that is over or not there", async () => {
  const own = await awarded(omar.email);
  const staff = await as(omar);
  await expect(staff.grants.awards.revoke({ id: own.awardId, reason })).rejects.toMatchObject({
    cause: { code: "grant_application_own" },
  });
  const asha = await as(await addPerson(shop.services, "asha"));
  await expect(asha.grants.awards.revoke({ id: own.awardId, reason })).rejects.toMatchObject({ code: "FORBIDDEN" });
  const visitor = createCaller(guest(shop.services, { ip: freshAddress() }));
  await expect(visitor.grants.awards.revoke({ id: own.awardId, reason })).rejects.toMatchObject({
    code: "UNAUTHORIZED",
  });
  await expect(staff.grants.awards.revoke({ id: "gaw_none", reason })).rejects.toMatchObject({
    cause: { code: "grant_award_not_found" },
  });
});
