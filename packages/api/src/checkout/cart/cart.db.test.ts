import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { beforeAll, describe, expect, test } from "vitest";
import { forgetOldCarts } from "../../carts/cart-orders.ts";
import { linesToMove } from "../../carts/merge-cart.ts";
import { createCoupon } from "../../coupons/create-coupon.ts";
import { issueCoupon, newCouponCode } from "../../coupons/index.ts";
import { endCoupon } from "../../coupons/move-coupon.ts";
import { type CreateCouponInput, createCouponInput } from "../../coupons/schemas.ts";
import type { UserActor } from "../../platform/actor.ts";
import type { Context } from "../../platform/context.ts";
import { createCaller } from "../../root.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../../testing/people.ts";
import { freshAddress, testShop } from "../testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

/** A visitor who holds a cart's token, or none yet. */
const visitor = (cartToken: string | null) => createCaller(guest(shop.services, { cartToken, ip: freshAddress() }));
const tokenOf = async (course: { slug: string }): Promise<string> => {
  const { cartToken } = await visitor(null).cart.add({ kind: "course", id: course.slug });
  return cartToken ?? expect.fail("no token");
};
const member = (who: Context & { actor: UserActor }, cartToken: string | null = null) =>
  createCaller({ ...who, request: who.request && { ...who.request, cartToken } });

let ada: TestPerson;
let asha: Context & { actor: UserActor };
let ben: Context & { actor: UserActor };
let dev: Context & { actor: UserActor };

beforeAll(async () => {
  ada = await addPerson(shop.services, "ada");
  asha = await signedIn(shop.services, await addPerson(shop.services, "asha"));
  ben = await signedIn(shop.services, await addPerson(shop.services, "ben"));
  dev = await signedIn(shop.services, await addPerson(shop.services, "ben", { email: "dev@example.com" }));
});

const everything = { label: "Test", scope: { kind: "all_courses" } } as const;
const tenPercent = { kind: "percentage", rateBps: 1_000 } as const;

async function coupon(terms: Partial<CreateCouponInput> = {}) {
  return createCoupon(
    await signedIn(shop.services, ada),
    createCouponInput.parse({ ...everything, discount: tenPercent, ...terms }),
  );
}

const idsIn = (cart: { lines: { id: string }[] }) => cart.lines.map((line) => line.id);

describe("a cart", () => {
  test("of a visitor is found again by its token alone", async () => {
    const [first, second] = [await shop.addCourse(), await shop.addCourse()];
    const cartToken = await tokenOf(first);
    expect(await visitor(cartToken).cart.add({ kind: "course", id: second.id })).toEqual({ lines: 2, cartToken: null });
    const cart = await visitor(cartToken).cart.get();
    expect(idsIn(cart)).toEqual([first.id, second.id]);
    expect(cart).toMatchObject({
      currencies: ["EUR"],
      lines: [{ path: `/courses/${first.slug}`, state: "as_seen", unit: { amount: 4_900 } }, {}],
    });
    expect((await visitor("a".repeat(43)).cart.get()).lines).toEqual([]);
    expect((await visitor(null).cart.get()).lines).toEqual([]);
    const [row] = await database.sql`select count(*)::int as told from carts where token_hash = ${cartToken}`;
    expect(row).toEqual({ told: 0 });
  });

  test("takes the same thing once, also from ten tabs at the same moment", async () => {
    const course = await shop.addCourse();
    await Promise.all(Array.from({ length: 10 }, () => member(ben).cart.add({ kind: "course", id: course.id })));
    expect(idsIn(await member(ben).cart.get())).toEqual([course.id]);
    expect(await member(ben).cart.size()).toEqual({ lines: 1 });
    expect(idsIn(await member(ben).cart.remove({ kind: "course", id: course.id }))).toEqual([]);
    expect(idsIn(await member(ben).cart.remove({ kind: "course", id: course.id }))).toEqual([]);
  });

  test("holds twenty things and not one more, whoever pushes", async () => {
    const courses = await Promise.all(Array.from({ length: 22 }, () => shop.addCourse()));
    const cartToken = await tokenOf(courses[0] ?? expect.fail());
    const added = await Promise.allSettled(
      courses.slice(1).map(({ id }) => visitor(cartToken).cart.add({ kind: "course", id })),
    );
    expect(added.filter((each) => each.status === "fulfilled")).toHaveLength(19);
    expect((await visitor(cartToken).cart.get()).lines).toHaveLength(20);
    const refused = added.find((each) => each.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "UNPROCESSABLE_CONTENT", cause: { code: "cart_full" } });
  });

  test("refuses what is not for sale, and is not made by it", async () => {
    const draft = await shop.addCourse({ status: "draft" });
    for (const id of [draft.id, "no-such-course"]) {
      await expect(visitor(null).cart.add({ kind: "course", id })).rejects.toMatchObject({
        cause: { code: "course_not_for_sale" },
      });
    }
    await expect(visitor(null).cart.add({ kind: "course", id: draft.id, quantity: 0 })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  test("says which thing has another price, and which is not for sale any more", async () => {
    const [same, dearer, gone] = [await shop.addCourse(), await shop.addCourse(), await shop.addCourse()];
    const cartToken = await tokenOf(same);
    for (const { id } of [dearer, gone]) await visitor(cartToken).cart.add({ kind: "course", id });
    await database.sql`update courses set price_minor = 5900 where id = ${dearer.id}`;
    await database.sql`update courses set status = 'archived' where id = ${gone.id}`;
    const { lines } = await visitor(cartToken).cart.get();
    expect(lines).toMatchObject([
      { id: same.id, state: "as_seen" },
      { id: dearer.id, state: "repriced", unit: { amount: 5_900 }, seen: { amount: 4_900 } },
      { id: gone.id, state: "withdrawn", path: null, unit: { amount: 4_900 } },
    ]);
  });

  test("of two currencies says so", async () => {
    const cartToken = await tokenOf(await shop.addCourse());
    await visitor(cartToken).cart.add({ kind: "course", id: (await shop.addCourse({ currency: "USD" })).id });
    expect((await visitor(cartToken).cart.get()).currencies.sort()).toEqual(["EUR", "USD"]);
  });
});

describe("a code kept with a cart", () => {
  const off = (amount: number, currency = "EUR") => ({ amount, currency });

  test("lowers each currency's part of it, and is asked anew whenever the cart is looked at", async () => {
    const { id, code } = await coupon();
    const cartToken = await tokenOf(await shop.addCourse());
    await visitor(cartToken).cart.add({ kind: "course", id: (await shop.addCourse({ currency: "USD" })).id });
    const kept = await visitor(cartToken).cart.keepCoupon({ couponCode: ` ${code.toLowerCase()} ` });
    expect(kept.coupon).toEqual({ code, discounts: [off(490), off(490, "USD")] });
    await endCoupon(asha, id);
    expect((await visitor(cartToken).cart.get()).coupon).toEqual({ code, discounts: [] });
    expect((await visitor(cartToken).cart.keepCoupon({ couponCode: null })).coupon).toBeNull();
  });

  test("T46 is refused alike when it is unknown, somebody else's or for something else, and the one before stays", async () => {
    const { code } = await coupon();
    const [course, other] = [await shop.addCourse(), await shop.addCourse()];
    const cartToken = await tokenOf(course);
    await visitor(cartToken).cart.keepCoupon({ couponCode: code });
    const elsewhere = await coupon({ scope: { kind: "courses", courseIds: [other.id] } });
    const asked = await devsOwn(course);
    const refusals = await Promise.all(
      ["NO-SUCH-CODE", elsewhere.code, asked].map((couponCode) =>
        visitor(cartToken)
          .cart.keepCoupon({ couponCode })
          .catch((error) => [error.code, error.message, error.cause.code]),
      ),
    );
    expect(new Set(refusals.map(String)).size).toBe(1);
    expect(refusals[0]).toEqual([
      "UNPROCESSABLE_CONTENT",
      "This code is not valid for this purchase.",
      "coupon_not_valid",
    ]);
    await expect(visitor(null).cart.keepCoupon({ couponCode: code })).rejects.toMatchObject({
      cause: { code: "coupon_not_valid" },
    });
    expect((await visitor(cartToken).cart.get()).coupon?.code).toBe(code);
    await member(dev).cart.add({ kind: "course", id: course.id });
    expect((await member(dev).cart.keepCoupon({ couponCode: asked })).coupon?.discounts).toEqual([off(490)]);
  });

  test("T46 is tried ten times a minute at most by one caller", async () => {
    const cartToken = await tokenOf(await shop.addCourse());
    const thief = createCaller(guest(shop.services, { cartToken, ip: freshAddress() }));
    const tries = Array.from({ length: 30 }, (_, at) => thief.cart.keepCoupon({ couponCode: `GUESS-${at}` }));
    const answers = await Promise.all(tries.map((each) => each.catch((error) => error.cause?.code)));
    expect(answers.filter((answer) => answer === "coupon_not_valid")).toHaveLength(10);
    expect(answers.filter((answer) => answer === "too_many_requests")).toHaveLength(20);
  });

  test("leaves the cart with the order that used it", async () => {
    await database.sql`delete from carts where user_id = ${dev.actor.id}`;
    const [bought, later] = [await shop.addCourse({ priceMinor: 0 }), await shop.addCourse()];
    const paid = await shop.addCourse();
    const { code } = await coupon({ discount: { kind: "percentage", rateBps: 10_000 } });
    for (const { id } of [bought, later, paid]) await member(dev).cart.add({ kind: "course", id });
    await member(dev).cart.keepCoupon({ couponCode: code });
    await member(dev).checkout.start({ lines: [{ kind: "course", id: bought.id }] });
    await shop.drain();
    expect((await member(dev).cart.get()).coupon?.code).toBe(code);
    await member(dev).checkout.start({ lines: [{ kind: "course", id: paid.id }], couponCode: code });
    await shop.drain();
    expect(await member(dev).cart.get()).toMatchObject({ coupon: null, lines: [{ id: later.id }] });
  });

  async function devsOwn(course: { id: string }): Promise<string> {
    const code = newCouponCode("DEV");
    await withTransaction(asha, (tx) =>
      issueCoupon(tx, {
        ...createCouponInput.parse({ label: "Test", discount: tenPercent, scope: everything.scope }),
        code,
        scope: { kind: "courses", courseIds: [course.id] },
        holder: { userId: dev.actor.id, email: dev.actor.email },
      }),
    );
    return code;
  }
});

describe("signing in", () => {
  test("brings the visitor's things along, once, and ends the visitor's cart", async () => {
    const [mine, both, theirs] = [await shop.addCourse(), await shop.addCourse(), await shop.addCourse()];
    for (const { id } of [mine, both]) await member(asha).cart.add({ kind: "course", id });
    const cartToken = await tokenOf(both);
    await visitor(cartToken).cart.add({ kind: "course", id: theirs.id });
    const { code } = await coupon();
    await visitor(cartToken).cart.keepCoupon({ couponCode: code });
    const merged = await Promise.all(Array.from({ length: 4 }, () => member(asha, cartToken).cart.merge()));
    expect(merged).toContainEqual({ lines: 3 });
    const cart = await member(asha).cart.get();
    expect(new Set(idsIn(cart))).toEqual(new Set([mine.id, both.id, theirs.id]));
    expect(cart.coupon?.code).toBe(code);
    expect((await visitor(cartToken).cart.get()).lines).toEqual([]);
    await expect(visitor(cartToken).cart.merge()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  test("keeps what is in both as it was put in last, also when that was for the second time", async () => {
    const course = await shop.addCourse();
    const add = { kind: "course", id: course.id } as const;
    await member(asha).cart.add(add);
    const cartToken = await tokenOf(course);
    await database.sql`update courses set price_minor = price_minor - 100 where id = ${course.id}`;
    await member(asha).cart.add(add);
    await member(asha, cartToken).cart.merge();
    const line = (await member(asha).cart.get()).lines.find(({ id }) => id === course.id);
    expect(line).toMatchObject({ state: "as_seen" });
  });

  test("brings as many as the account's cart still holds, the newest first", () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 10, minute));
    const line = (subjectId: string, minute: number) => ({ kind: "course" as const, subjectId, addedAt: at(minute) });
    const own = Array.from({ length: 18 }, (_, i) => line(`own${i}`, 0));
    const visitors = [line("a", 1), line("b", 2), line("c", 3), line("own0", 4), line("own1", -1)];
    expect(linesToMove(visitors, own).map((each) => each.subjectId)).toEqual(["own0", "c", "b"]);
  });
});

describe("buying a cart", () => {
  test("buys several things in one order and leaves the rest in the cart", async () => {
    const [first, second, later] = [await shop.addCourse(), await shop.addCourse(), await shop.addCourse()];
    const cartToken = await tokenOf(first);
    for (const { id } of [second, later]) await visitor(cartToken).cart.add({ kind: "course", id });
    const lines = [first, second].map(({ id }) => ({ kind: "course" as const, id }));
    const total = { amount: 9_800, currency: "EUR" as const };
    const order = await visitor(cartToken).checkout.start({ lines, email: "gil@example.com", expectedTotal: total });
    expect(order.total).toEqual(total);
    expect((await visitor(cartToken).cart.get()).lines).toHaveLength(3);
    await shop.pay(order.orderId);
    for (const webhook of await shop.webhooksOf(order.orderId, "checkout.session.completed")) {
      expect(await shop.deliver(webhook)).toBe(200);
    }
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ status: "paid", rights: 2, enrolments: 2 });
    expect(idsIn(await visitor(cartToken).cart.get())).toEqual([later.id]);
    expect(await shop.breaches()).toEqual([]);
  });

  test("takes what a member bought out of their own cart, wherever they bought it", async () => {
    const course = await shop.addCourse({ priceMinor: 0 });
    await member(ben).cart.add({ kind: "course", id: course.id });
    await member(ben).checkout.start({ lines: [{ kind: "course", id: course.id }] });
    expect((await member(ben).cart.get()).lines).toMatchObject([{ id: course.id, state: "owned" }]);
    await shop.drain();
    expect((await member(ben).cart.get()).lines).toEqual([]);
  });

  test("T38 starts nothing when it costs something else than was shown", async () => {
    const course = await shop.addCourse();
    const start = (amount: number) =>
      visitor(null).checkout.start({
        lines: [{ kind: "course", id: course.id }],
        email: "pia@example.com",
        expectedTotal: { amount, currency: "EUR" },
      });
    await expect(start(4_800)).rejects.toMatchObject({
      code: "CONFLICT",
      cause: { code: "price_changed", details: { total: { amount: 4_900, currency: "EUR" } } },
    });
    const [row] = await database.sql`select count(*)::int as orders from orders where email = 'pia@example.com'`;
    expect(row).toEqual({ orders: 0 });
    expect(await start(4_900)).toMatchObject({ status: "pending" });
  });
});

test("carts that nobody has touched for long are forgotten, with what was in them", async () => {
  const [old, young] = [await tokenOf(await shop.addCourse()), await tokenOf(await shop.addCourse())];
  await member(asha).cart.add({ kind: "course", id: (await shop.addCourse()).id });
  await database.sql`update carts set updated_at = now() - interval '31 days' where token_hash is not null
    and id = (select cart_id from cart_lines order by added_at desc offset 2 limit 1)`;
  await database.sql`update carts set updated_at = now() - interval '31 days' where user_id is not null`;
  await database.db.transaction((db) => forgetOldCarts({ ...asha, db } as Parameters<typeof forgetOldCarts>[0]));
  expect((await visitor(old).cart.get()).lines).toEqual([]);
  expect((await visitor(young).cart.get()).lines).toHaveLength(1);
  expect((await member(asha).cart.get()).lines).not.toEqual([]);
});
