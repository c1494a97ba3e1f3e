import { testDatabase } from "@stoa/db/testing/database";
import { money } from "@stoa/kit";
import { GatewayRefused } from "@stoa/payments";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createCoupon } from "../coupons/create-coupon.ts";
import { endCoupon, pauseCoupon } from "../coupons/move-coupon.ts";
import { type CreateCouponInput, createCouponInput } from "../coupons/schemas.ts";
import { addPerson, contextAs, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { closeLapsedOrder } from "./close-checkout.ts";
import { closeReview } from "./decide-review.ts";
import { previewQuote } from "./preview-quote.ts";
import { startCheckout } from "./start-checkout.ts";
import { type CourseOnSale, freshAddress, testShop } from "./testing/shop.ts";
import { eur, reviewOf, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);
const system = () => contextAs(shop.services, { kind: "job", id: "test" });

let ada: TestPerson;
beforeAll(async () => {
  ada = await addPerson(shop.services, "ada");
});

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const tenPercent = { kind: "percentage", rateBps: 1_000 } as const;

async function coupon(terms: Partial<Parameters<typeof createCouponInput.parse>[0] & object> = {}) {
  const whole = { label: "Test", discount: tenPercent, scope: { kind: "all_courses" }, ...terms };
  return createCoupon(await signedIn(shop.services, ada), createCouponInput.parse(whole) satisfies CreateCouponInput);
}

const start = (course: CourseOnSale, email: string, couponCode: string) => shop.start({ course, email, couponCode });
const quote = (course: CourseOnSale, couponCode: string, email?: string) =>
  previewQuote(guest(shop.services, { ip: freshAddress() }), {
    lines: [{ kind: "course", id: course.slug, quantity: 1 }],
    couponCode,
    email,
  });

async function usesOf(id: string) {
  const rows = await database.sql<{ status: string }[]>`
    select status from coupon_redemptions where coupon_id = ${id} order by created_at, id`;
  const [counted] = await database.sql<{ uses: number }[]>`select uses from coupons where id = ${id}`;
  return { uses: counted?.uses, redemptions: rows.map((row) => row.status) };
}

const notValid = { code: "coupon_not_valid" };

describe("a coupon at the checkout", () => {
  test("lowers what is quoted, asked, taxed, invoiced and booked, and is used up by the sale", async () => {
    const course = await shop.addCourse();
    const { id, code } = await coupon({ code: "TEN-OFF" });
    expect(await quote(course, " ten-off ")).toMatchObject({
      couponCode: "TEN-OFF",
      subtotal: eur(4_900),
      discount: eur(490),
      total: eur(4_410),
    });
    const { orderId, total } = await shop.start({
      course,
      email: "ten@example.com",
      couponCode: "ten-off",
      country: "DE",
    });
    expect(total).toEqual(eur(4_410));
    expect(await usesOf(id)).toEqual({ uses: 1, redemptions: ["reserved"] });
    expect((await gateway.payment(orderId, total)).outcome).toBe("paid");
    expect(await usesOf(id)).toEqual({ uses: 1, redemptions: ["consumed"] });
    const [invoice] = await database.sql`select content from invoices where order_id = ${orderId}`;
    expect(invoice?.content).toMatchObject({ discount: eur(490), total: eur(4_410), tax: { amount: eur(704) } });
    const [order] =
      await database.sql`select coupon_code, discount_minor::int as off from orders where id = ${orderId}`;
    expect(order).toEqual({ coupon_code: code, off: 490 });
  });

  test("keeps its reservation when the checkout is taken up again, also the last one there is", async () => {
    const course = await shop.addCourse();
    const { id, code } = await coupon({ maxRedemptions: 1 });
    const first = await start(course, "again@example.com", code);
    const resumed = await shop.start(
      { course, email: "again@example.com", couponCode: code },
      { orderToken: first.orderToken },
    );
    expect(resumed.orderId).toBe(first.orderId);
    expect(await usesOf(id)).toEqual({ uses: 1, redemptions: ["reserved"] });
    await expect(start(course, "other@example.com", code)).rejects.toMatchObject(notValid);
    const without = await shop.start({ course, email: "again@example.com" }, { orderToken: first.orderToken });
    expect(without.orderId).not.toBe(first.orderId);
  });

  test("goes with its buyer to another gateway or another cart, and the checkout before is closed", async () => {
    const [course, other] = [await shop.addCourse(), await shop.addCourse()];
    const { id, code } = await coupon({ maxRedemptions: 1 });
    const email = "moves@example.com";
    const first = await shop.start({ course, email, couponCode: code, gateway: "stripe" });
    const byPayPal = { course, email, couponCode: code, gateway: "paypal" } as const;
    await expect(shop.start(byPayPal)).rejects.toMatchObject(notValid);
    const second = await shop.start(byPayPal, { orderToken: first.orderToken });
    expect(second.orderId).not.toBe(first.orderId);
    expect((await shop.outcomeOf(first.orderId)).status).toBe("expired");
    const third = await shop.start({ course: other, email, couponCode: code }, { orderToken: second.orderToken });
    expect((await shop.outcomeOf(second.orderId)).status).toBe("expired");
    expect(await usesOf(id)).toEqual({ uses: 1, redemptions: ["released", "released", "reserved"] });
    expect((await gateway.payment(third.orderId, third.total)).outcome).toBe("paid");
    const [mails] = await database.sql`select count(*)::int as told from mails where template = 'checkout-expired'`;
    expect(mails).toEqual({ told: 0 });
  });

  test("stays with a checkout that was paid while its buyer began another", async () => {
    const [course, other] = [await shop.addCourse(), await shop.addCourse()];
    const { id, code } = await coupon({ maxRedemptions: 1 });
    const first = await start(course, "paid-first@example.com", code);
    await shop.pay(first.orderId);
    const again = shop.start(
      { course: other, email: "paid-first@example.com", couponCode: code },
      { orderToken: first.orderToken },
    );
    await expect(again).rejects.toMatchObject(notValid);
    expect((await shop.outcomeOf(first.orderId)).status).toBe("paid");
    expect(await usesOf(id)).toEqual({ uses: 1, redemptions: ["consumed"] });
  });

  test("of one buyer who begins many checkouts at one moment is reserved once", async () => {
    const cia = await addPerson(shop.services, "asha", { email: "cia@example.com" });
    const courses = await Promise.all(Array.from({ length: 6 }, () => shop.addCourse()));
    const { id, code } = await coupon({ perPerson: 1 });
    const ctx = await signedIn(shop.services, cia, { ip: freshAddress() });
    await Promise.allSettled(
      courses.map(({ slug }) =>
        startCheckout(ctx, { lines: [{ kind: "course", id: slug, quantity: 1 }], couponCode: code }),
      ),
    );
    expect((await usesOf(id)).uses).toBe(1);
  });

  test("is let go when the checkout lapses, and can be used by another", async () => {
    const course = await shop.addCourse();
    const { id, code } = await coupon({ maxRedemptions: 1 });
    const { orderId } = await start(course, "lapses@example.com", code);
    await closeLapsedOrder(system(), orderId);
    expect(await usesOf(id)).toEqual({ uses: 0, redemptions: ["released"] });
    await start(course, "next@example.com", code);
    expect(await usesOf(id)).toEqual({ uses: 1, redemptions: ["released", "reserved"] });
  });

  test("is let go when the gateway refuses the checkout", async () => {
    const course = await shop.addCourse();
    const { id, code } = await coupon({ discount: { kind: "amount", amount: eur(4_899) } });
    await expect(start(course, "refused@example.com", code)).rejects.toThrow(GatewayRefused);
    expect(await usesOf(id)).toEqual({ uses: 0, redemptions: ["released"] });
  });

  test("stays reserved while a payment is looked at, and is let go when its order is closed", async () => {
    const course = await shop.addCourse();
    const { id, code } = await coupon();
    const { orderId } = await start(course, "looked-at@example.com", code);
    const { paymentId, outcome } = await gateway.payment(orderId, eur(1));
    expect(outcome).toBe("held");
    expect(await usesOf(id)).toEqual({ uses: 1, redemptions: ["reserved"] });
    await closeReview(system(), { reviewId: (await reviewOf(database, paymentId)).id, note: "given back by hand" });
    expect(await usesOf(id)).toEqual({ uses: 0, redemptions: ["released"] });
  });

  test("is taken again when the money comes after the checkout lapsed, or the money is held", async () => {
    const course = await shop.addCourse();
    const { id, code } = await coupon({ maxRedemptions: 1 });
    const late = await start(course, "late@example.com", code);
    await closeLapsedOrder(system(), late.orderId);
    const next = await start(course, "late-next@example.com", code);
    await closeLapsedOrder(system(), next.orderId);
    expect((await gateway.payment(late.orderId, late.total)).outcome).toBe("paid");
    expect((await gateway.payment(next.orderId, next.total)).outcome).toBe("held");
    expect((await shop.outcomeOf(next.orderId)).reviews).toEqual(["paid_after_expiry"]);
    expect(await usesOf(id)).toEqual({ uses: 1, redemptions: ["released", "released", "consumed"] });
  });

  test("that takes off everything needs no gateway, only the proof of the address", async () => {
    const course = await shop.addCourse();
    const { id, code } = await coupon({ discount: { kind: "percentage", rateBps: 10_000 } });
    const asGuest = await start(course, "all-off@example.com", code);
    expect(asGuest).toMatchObject({ status: "pending", total: eur(0) });
    expect(asGuest.redirectUrl).toBeUndefined();
    const ben = await addPerson(shop.services, "ben");
    const asMember = await startCheckout(await signedIn(shop.services, ben, { ip: freshAddress() }), {
      lines: [{ kind: "course", id: course.slug, quantity: 1 }],
      couponCode: code,
    });
    expect(asMember.status).toBe("paid");
    expect(await usesOf(id)).toEqual({ uses: 2, redemptions: ["reserved", "consumed"] });
  });
});

describe("a code that is not valid", () => {
  test("T46 reads alike whether it is unknown, over, used up, paused, somebody else's or for something else", async () => {
    const [course, other] = [await shop.addCourse(), await shop.addCourse()];
    const [paused, ended, usedUp] = [await coupon(), await coupon(), await coupon({ maxRedemptions: 1 })];
    await pauseCoupon(system(), paused.id);
    await endCoupon(system(), ended.id);
    await start(course, "uses-it-up@example.com", usedUp.code);
    const over = await coupon({ startsAt: new Date("2020-01-01"), endsAt: new Date("2020-01-02") });
    const early = await coupon({ startsAt: new Date("2099-01-01") });
    const elsewhere = await coupon({ scope: { kind: "courses", courseIds: [other.id] } });
    const dollars = await coupon({ discount: { kind: "amount", amount: money(100, "USD") } });
    const codes = [
      "NO-SUCH-CODE",
      ...[paused, ended, usedUp, over, early, elsewhere, dollars].map((each) => each.code),
    ];
    const answers = [];
    for (const code of codes) {
      answers.push(await start(course, "tries@example.com", code).catch((error: unknown) => error));
      answers.push(await quote(course, code, "tries@example.com").catch((error: unknown) => error));
    }
    const told = answers.map((error) => {
      const { code, message, details } = error as { code: string; message: string; details: unknown };
      return JSON.stringify({ code, message, details });
    });
    expect(new Set(told)).toEqual(
      new Set([
        JSON.stringify({ code: "coupon_not_valid", message: "This code is not valid for this purchase.", details: {} }),
      ]),
    );
  });

  test("T46 is tried ten times a minute at most by one caller, whatever is right among them", async () => {
    const course = await shop.addCourse();
    const { code } = await coupon({ perPerson: null });
    const visitor = guest(shop.services, { ip: freshAddress() });
    const tries = Array.from({ length: 100 }, (_, at) => (at % 5 === 0 ? code : `GUESS-${at}`));
    const answers = await Promise.all(
      tries.map((couponCode) =>
        previewQuote(visitor, { lines: [{ kind: "course", id: course.slug, quantity: 1 }], couponCode }).then(
          () => "valid",
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(answers.filter((answer) => answer !== "too_many_requests")).toHaveLength(10);
  });

  test("T48 one seller's coupon is nothing on another's course, and two never meet in one order", async () => {
    const course = await shop.addCourse();
    const [{ instructorId } = { instructorId: "" }] = await database.sql<{ instructorId: string }[]>`
      select instructor_id as "instructorId" from courses where id = ${course.id}`;
    const asha = await addPerson(shop.services, "asha", { email: "teaches-elsewhere@example.com" });
    const own = await coupon({ scope: { kind: "instructor", instructorId } });
    const others = await coupon({ scope: { kind: "instructor", instructorId: asha.id } });
    await expect(start(course, "seller@example.com", others.code)).rejects.toMatchObject(notValid);
    const { orderId } = await start(course, "seller@example.com", own.code);
    const second = database.sql`insert into coupon_redemptions (id, coupon_id, order_id, email_normalised, discount_minor, currency)
      values ('crd_second', ${others.id}, ${orderId}, 'seller@example.com', 1, 'EUR')`;
    await expect(second).rejects.toThrow("coupon_redemptions_order_key");
    const tooMuch = await coupon({ discount: { kind: "amount", amount: eur(4_901) } });
    await expect(start(course, "seller@example.com", tooMuch.code)).rejects.toMatchObject(notValid);
  });
});

test("T45 of 500 uses at one moment exactly as many get through as a coupon has", { timeout: 180_000 }, async () => {
  const course = await shop.addCourse({ priceMinor: 4_900 });
  const { id, code } = await coupon({ maxRedemptions: 10, discount: { kind: "percentage", rateBps: 10_000 } });
  const tries = await Promise.allSettled(
    Array.from({ length: 500 }, (_, at) => start(course, `crowd-${at}@example.com`, code)),
  );
  const refused = tries.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
  expect(tries.length - refused.length).toBe(10);
  expect(new Set(refused)).toEqual(new Set(["coupon_not_valid"]));
  expect((await usesOf(id)).uses).toBe(10);
});

describe("T49 a refund of a discounted order", () => {
  const cases = [
    [true, { uses: 0, redemptions: ["returned"] }],
    [false, { uses: 1, redemptions: ["consumed"] }],
  ] as const;
  test.each(cases)(
    "gives back at most what was paid, and the use where its terms say so (%s)",
    async (returnsOnRefund, left) => {
      const course = await shop.addCourse();
      const { id, code } = await coupon({ returnsOnRefund });
      const { orderId, total } = await start(course, `refunded-${returnsOnRefund}@example.com`, code);
      const { paymentId } = await gateway.payment(orderId, total);
      await gateway.refund(paymentId, eur(410));
      expect((await usesOf(id)).redemptions).toEqual(["consumed"]);
      await gateway.refund(paymentId, eur(4_000));
      const [order] =
        await database.sql`select status, refunded_minor::int as refunded from orders where id = ${orderId}`;
      expect(order).toEqual({ status: "refunded", refunded: 4_410 });
      expect(await usesOf(id)).toEqual(left);
    },
  );
});

test("one person uses a coupon as often as it allows, by account and address alike", async () => {
  const [course, other] = [await shop.addCourse(), await shop.addCourse()];
  const { code } = await coupon({ perPerson: 1 });
  await start(course, "Once+More@example.com", code);
  await expect(start(other, "once+more@EXAMPLE.com", code)).rejects.toMatchObject(notValid);
  const twice = await coupon({ perPerson: 2 });
  await start(course, "two-times@example.com", twice.code);
  await start(other, "two-times@example.com", twice.code);
});
