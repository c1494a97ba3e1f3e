import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import postgres from "postgres";
import { afterEach, describe, expect, test } from "vitest";
import { expireAwards } from "../grants/expire-awards.ts";
import { readImpact } from "../grants/pool-figures.ts";
import { addPool, award, figuresOf } from "../grants/testing/fund.ts";
import { addPerson, contextAs, guest, signedIn } from "../testing/people.ts";
import { closeLapsedOrder } from "./close-checkout.ts";
import { confirmFreeOrder } from "./free-order.ts";
import { sealFreeOrderLink } from "./free-order-link.ts";
import { previewQuote } from "./preview-quote.ts";
import { startCheckout } from "./start-checkout.ts";
import { type CourseOnSale, freshAddress, testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);
const system = () => contextAs(shop.services, { kind: "job", id: "test" });

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const grant = (of: Omit<Parameters<typeof award>[2], "percent"> & { percent?: number }) =>
  award(database, shop.services, { percent: 75, ...of });
const start = (course: CourseOnSale, email: string, couponCode: string) => shop.start({ course, email, couponCode });
const figures = (poolId: string) => figuresOf(shop.services, poolId);
const notValid = { code: "coupon_not_valid" };

async function statusOf(awardId: string): Promise<string | undefined> {
  const [row] = await database.sql<{ status: string }[]>`select status from grant_awards where id = ${awardId}`;
  return row?.status;
}

/** Lets an award's time be over at a moment, as if it had been approved for that long. Gives when that is. */
async function letExpire(awardId: string, inMs: number): Promise<void> {
  const owner = postgres(database.url, { max: 1 });
  const at = owner`now() + ${inMs} * interval '1 millisecond'`;
  await owner`update coupons set starts_at = now() - interval '1 day', ends_at = ${at}
    where id = (select coupon_id from grant_awards where id = ${awardId})`;
  await owner`update grant_awards a set expires_at = c.ends_at from coupons c where c.id = a.coupon_id and a.id = ${awardId}`;
  await owner.end();
}

/** What the schedule does once a minute. */
const aMinuteLater = () => withTransaction(system(), expireAwards);

function give(poolId: string, amountMinor: number, email: string) {
  return startCheckout(guest(shop.services, { ip: freshAddress() }), {
    lines: [{ kind: "donation", id: poolId, quantity: 1, amount: eur(amountMinor) }],
    email,
    country: "DE",
  });
}

/** How much of an order its receipt calls a donation. */
async function giftOnPaper(orderId: string): Promise<unknown> {
  const [invoice] = await database.sql`select content from invoices where order_id = ${orderId}`;
  return invoice?.content.gift;
}

describe("a gift", () => {
  test("is paid like anything else, owes no tax, and lies in its pool", async () => {
    const poolId = await addPool(shop.services, 0);
    const { orderId, total } = await give(poolId, 10_000, "giver@example.com");
    expect(total).toEqual(eur(10_000));
    expect(await figures(poolId)).toMatchObject({ funded: 0 });
    expect((await gateway.payment(orderId, total)).outcome).toBe("paid");
    expect(await figures(poolId)).toEqual({ funded: 10_000, reserved: 0, spent: 0, free: 10_000 });
    const [order] = await database.sql`select tax_minor::int as tax from orders where id = ${orderId}`;
    expect(order).toEqual({ tax: 0 });
    expect(await giftOnPaper(orderId)).toBe("all");
  });

  test("stands beside a course in one order, and no coupon lowers it", async () => {
    const poolId = await addPool(shop.services, 10_000);
    const course = await shop.addCourse();
    const { code } = await grant({ course: course.slug, email: "both@example.com", poolId });
    const { orderId, total } = await startCheckout(guest(shop.services, { ip: freshAddress() }), {
      lines: [
        { kind: "course", id: course.slug, quantity: 1 },
        { kind: "donation", id: poolId, quantity: 1, amount: eur(500) },
      ],
      email: "both@example.com",
      couponCode: code,
      country: "DE",
    });
    expect(total).toEqual(eur(1_225 + 500));
    await gateway.payment(orderId, total);
    expect(await figures(poolId)).toEqual({ funded: 10_500, reserved: 0, spent: 3_675, free: 6_825 });
    expect(await giftOnPaper(orderId)).toBe("part");
  });

  test("needs an amount in its pool's currency, and an open pool", async () => {
    const poolId = await addPool(shop.services, 0);
    for (const amountMinor of [99, 10_000_001]) {
      await expect(give(poolId, amountMinor, "odd@example.com")).rejects.toMatchObject({
        code: "donation_needs_amount",
      });
    }
    await expect(give("gpl_no_such_pool", 500, "odd@example.com")).rejects.toMatchObject({
      code: "pool_takes_no_gifts",
    });
  });

  test("that is given back is taken from what is free, and what was spent of it the platform covers", async () => {
    const poolId = await addPool(shop.services, 0);
    const { orderId, total } = await give(poolId, 5_000, "regrets@example.com");
    const { paymentId } = await gateway.payment(orderId, total);
    const course = await shop.addCourse();
    await grant({ course: course.slug, email: "helped@example.com", poolId, percent: 100 });
    expect(await figures(poolId)).toEqual({ funded: 5_000, reserved: 4_900, spent: 0, free: 100 });
    await gateway.refund(paymentId, eur(2_000));
    expect(await figures(poolId)).toEqual({ funded: 4_900, reserved: 4_900, spent: 0, free: 0 });
    await gateway.refund(paymentId, eur(3_000));
    expect(await figures(poolId)).toEqual({ funded: 4_900, reserved: 4_900, spent: 0, free: 0 });
    const [covered] = await database.sql`select sum(t.amount_minor)::int as minor from ledger_transfers t
      join ledger_entries e on e.id = t.entry_id where e.kind = 'grant_pool_covered'
      and t.credit_address = ${`grants/${poolId}/pool`}`;
    expect(covered).toEqual({ minor: 4_900 });
  });
});

describe("an award of the whole price", () => {
  test("becomes a place at once for an address that is proved, without any gateway", async () => {
    const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
    const ben = await addPerson(shop.services, "ben", { email: "whole@example.com" });
    const { code, awardId } = await grant({ course: course.slug, email: ben.email, poolId, percent: 100 });
    const answer = await startCheckout(await signedIn(shop.services, ben, { ip: freshAddress() }), {
      lines: [{ kind: "course", id: course.slug, quantity: 1 }],
      couponCode: code.toLowerCase(),
    });
    expect(answer).toMatchObject({ status: "paid", total: eur(0) });
    expect(await shop.outcomeOf(answer.orderId)).toMatchObject({ rights: 1, enrolments: 1, payments: 0 });
    expect(await statusOf(awardId)).toBe("used");
    expect(await figures(poolId)).toEqual({ funded: 100_000, reserved: 0, spent: 4_900, free: 95_100 });
  });

  test("of a guest waits for the proof of the address, and then becomes a place", async () => {
    const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
    const { code, awardId } = await grant({ course: course.slug, email: "guest@example.com", poolId, percent: 100 });
    const { orderId, status } = await start(course, "guest@example.com", code);
    expect([status, await statusOf(awardId)]).toEqual(["pending", "open"]);
    const link = sealFreeOrderLink(system(), orderId);
    await Promise.all(Array.from({ length: 20 }, () => confirmFreeOrder(guest(shop.services), link)));
    expect(await statusOf(awardId)).toBe("used");
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid", rights: 1 });
  });
});

describe("an award of a part", () => {
  test("is reserved when the checkout is made, used when it is paid, and let go when it lapses", async () => {
    const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
    const { code, awardId } = await grant({ course: course.slug, email: "part@example.com", poolId });
    const first = await start(course, "part@example.com", code);
    expect(first.total).toEqual(eur(1_225));
    await closeLapsedOrder(system(), first.orderId);
    expect(await statusOf(awardId)).toBe("open");
    const second = await start(course, "part@example.com", code);
    const { paymentId } = await gateway.payment(second.orderId, second.total);
    expect(await figures(poolId)).toEqual({ funded: 100_000, reserved: 0, spent: 3_675, free: 96_325 });
    expect((await gateway.payment(first.orderId, first.total)).outcome).toBe("held");
    await gateway.refund(paymentId, eur(1_225));
    expect(await statusOf(awardId)).toBe("returned");
    expect(await figures(poolId)).toEqual({ funded: 100_000, reserved: 0, spent: 0, free: 100_000 });
    await expect(start(course, "part@example.com", code)).rejects.toMatchObject(notValid);
  });

  test("is used once, of 500 tries at one moment", { timeout: 240_000 }, async () => {
    const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
    const { code, awardId, couponId } = await grant({ course: course.slug, email: "once@example.com", poolId });
    const tries = await Promise.allSettled(Array.from({ length: 500 }, () => start(course, "once@example.com", code)));
    const refused = tries.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
    expect(refused).toEqual(Array(499).fill("coupon_not_valid"));
    const won = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    for (const { orderId, total } of won) await gateway.payment(orderId, total);
    expect(await statusOf(awardId)).toBe("used");
    const [coupon] = await database.sql`select uses from coupons where id = ${couponId}`;
    expect(coupon).toEqual({ uses: 1 });
    expect(await figures(poolId)).toMatchObject({ reserved: 0, spent: 3_675 });
  });

  const prices = [
    ["rises, and the platform bears the rise", 6_900, { spent: 3_675, pays: 1_225 }],
    ["falls, and the pool pays less", 3_000, { spent: 1_775, pays: 1_225 }],
    ["falls below what was to pay, and the pool pays nothing", 1_000, { spent: 0, pays: 1_000 }],
  ] as const;
  test.each(prices)("asks for what was agreed when the price %s", async (_, priceMinor, expected) => {
    const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
    const email = `price-${priceMinor}@example.com`;
    const { code } = await grant({ course: course.slug, email, poolId });
    await shop.services.db.update(tables.courses).set({ priceMinor }).where(eq(tables.courses.id, course.id));
    const { orderId, total } = await start(course, email, code);
    expect(total).toEqual(eur(expected.pays));
    await gateway.payment(orderId, total);
    const { spent } = expected;
    expect(await figures(poolId)).toEqual({ funded: 100_000, reserved: 0, spent, free: 100_000 - spent });
  });

  test("is nobody else's: not by address, not by account, not for another course", async () => {
    const [course, other, poolId] = [await shop.addCourse(), await shop.addCourse(), await addPool(shop.services)];
    const lina = await addPerson(shop.services, "asha", { email: "lina@example.com" });
    const eve = await addPerson(shop.services, "ben", { email: "eve@example.com" });
    const by = await signedIn(shop.services, lina);
    const { code } = await grant({ course: course.slug, email: lina.email, poolId, by });
    const of = (which: CourseOnSale) => ({
      lines: [{ kind: "course" as const, id: which.slug, quantity: 1 }],
      couponCode: code,
    });
    await expect(start(course, "eve@example.com", code)).rejects.toMatchObject(notValid);
    const asEve = await signedIn(shop.services, eve, { ip: freshAddress() });
    await expect(startCheckout(asEve, of(course))).rejects.toMatchObject(notValid);
    const asLina = await signedIn(shop.services, lina, { ip: freshAddress() });
    await expect(startCheckout(asLina, of(other))).rejects.toMatchObject(notValid);
    await expect(startCheckout(asLina, of(course))).resolves.toMatchObject({ total: eur(1_225) });
  });
});

describe("an award whose time is over", () => {
  test("cannot be used from that moment on, and is free in its pool again within the minute", async () => {
    const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
    const { code, awardId } = await grant({ course: course.slug, email: "expires@example.com", poolId });
    await letExpire(awardId, 0);
    await expect(start(course, "expires@example.com", code)).rejects.toMatchObject(notValid);
    expect(await figures(poolId)).toMatchObject({ reserved: 3_675 });
    await aMinuteLater();
    await aMinuteLater();
    expect(await statusOf(awardId)).toBe("expired");
    expect(await figures(poolId)).toEqual({ funded: 100_000, reserved: 0, spent: 0, free: 100_000 });
    const audits =
      await database.sql`select 1 from audit_entries where action = 'grants.expire_award' and subject_id = ${awardId}`;
    expect(audits).toHaveLength(1);
  });

  test("is good up to its second, and not in the next", async () => {
    const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
    const { code, awardId } = await grant({ course: course.slug, email: "to-the-second@example.com", poolId });
    const quote = () =>
      previewQuote(guest(shop.services, { ip: freshAddress() }), {
        lines: [{ kind: "course", id: course.slug, quantity: 1 }],
        couponCode: code,
        email: "to-the-second@example.com",
      });
    await letExpire(awardId, 60_000);
    expect(await quote()).toMatchObject({ total: eur(1_225) });
    await letExpire(awardId, 1_000);
    await database.sql`select pg_sleep(extract(epoch from ends_at - clock_timestamp())) from coupons where code = ${code}`;
    await expect(quote()).rejects.toMatchObject(notValid);
  });

  test("is kept for who is paying just then, and closed once that checkout lapses", async () => {
    const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
    const [pays, lapses] = [
      await grant({ course: course.slug, email: "pays@example.com", poolId }),
      await grant({ course: course.slug, email: "lapses@example.com", poolId }),
    ];
    const paying = await start(course, "pays@example.com", pays.code);
    const lapsing = await start(course, "lapses@example.com", lapses.code);
    for (const each of [pays, lapses]) await letExpire(each.awardId, 0);
    await aMinuteLater();
    expect([await statusOf(pays.awardId), await statusOf(lapses.awardId)]).toEqual(["open", "open"]);
    expect((await gateway.payment(paying.orderId, paying.total)).outcome).toBe("paid");
    await closeLapsedOrder(system(), lapsing.orderId);
    await aMinuteLater();
    expect([await statusOf(pays.awardId), await statusOf(lapses.awardId)]).toEqual(["used", "expired"]);
    expect((await gateway.payment(lapsing.orderId, lapsing.total)).outcome).toBe("held");
    expect(await figures(poolId)).toEqual({ funded: 100_000, reserved: 0, spent: 3_675, free: 96_325 });
  });
});

test("what everybody sees of grants is what the books say and who finished", async () => {
  const before = (await readImpact(system())).items.find((each) => each.currency === "EUR");
  const [course, poolId] = [await shop.addCourse(), await addPool(shop.services)];
  const [one, two] = [
    await grant({ course: course.slug, email: "finishes@example.com", poolId }),
    await grant({ course: course.slug, email: "does-not@example.com", poolId }),
  ];
  for (const [email, { code }] of [
    ["finishes@example.com", one],
    ["does-not@example.com", two],
  ] as const) {
    const { orderId, total } = await start(course, email, code);
    await gateway.payment(orderId, total);
  }
  await shop.services.db
    .update(tables.enrolments)
    .set({ status: "completed", completedAt: new Date() })
    .where(eq(tables.enrolments.emailNormalised, "finishes@example.com"));
  const after = (await readImpact(system())).items.find((each) => each.currency === "EUR");
  expect(after).toMatchObject({
    given: (before?.given ?? 0) + 2,
    used: (before?.used ?? 0) + 2,
    finished: (before?.finished ?? 0) + 1,
    spent: eur((before?.spent.amount ?? 0) + 7_350),
  });
  expect(after?.costPerFinisher).toEqual(eur((after?.spent.amount ?? 0) / (after?.finished ?? 1)));
  const [books] = await database.sql<{ minor: number }[]>`
    select sum(credits_posted - debits_posted)::int as minor from ledger_balances where address like 'grants/%/pool'`;
  expect((after?.funded.amount ?? 0) - (after?.spent.amount ?? 0)).toBe(books?.minor);
});
