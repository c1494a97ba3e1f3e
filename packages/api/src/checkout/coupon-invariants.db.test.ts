import { testDatabase } from "@stoa/db/testing/database";
import { breachesOf } from "@stoa/ledger";
import { whileTampered } from "@stoa/ledger/testing/tampering";
import { beforeAll, expect, test } from "vitest";
import { COUPON_INVARIANTS } from "../coupons/index.ts";
import { GRANT_INVARIANTS } from "../grants/index.ts";
import { addPool, apply, award } from "../grants/testing/fund.ts";
import { guest } from "../testing/people.ts";
import { startCheckout } from "./start-checkout.ts";
import { freshAddress, testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);
const INVARIANTS = [...COUPON_INVARIANTS, ...GRANT_INVARIANTS];

/** A pool with a gift in it, an award that is used, one that is open, and an application that waits. */
beforeAll(async () => {
  const course = await shop.addCourse();
  const poolId = await addPool(shop.services);
  const gift = await startCheckout(guest(shop.services, { ip: freshAddress() }), {
    lines: [{ kind: "donation", id: poolId, quantity: 1, amount: eur(1_000) }],
    email: "giver@example.com",
  });
  await gateway.payment(gift.orderId, gift.total);
  const of = { course: course.slug, poolId, percent: 75 };
  const used = await award(database, shop.services, { ...of, email: "used@example.com" });
  await award(database, shop.services, { ...of, email: "open@example.com" });
  await apply(database, shop.services, course.slug, "waits@example.com");
  const order = await shop.start({ course, email: "used@example.com", couponCode: used.code });
  await gateway.payment(order.orderId, order.total);
});

/** One corruption for each invariant. */
const CORRUPTIONS: Record<string, string> = {
  redemption_follows_its_order: "update coupon_redemptions set status = 'reserved'",
  coupon_counts_its_uses: "update coupons set uses = 1 - uses",
  nobody_uses_a_coupon_too_often: `insert into coupon_redemptions (id, coupon_id, order_id, email_normalised, discount_minor, currency)
    select 'crd_more', coupon_id, (select id from orders where coupon_id is null limit 1), email_normalised, 0, 'EUR' from coupon_redemptions`,
  discount_comes_from_a_coupon: "update orders set coupon_id = null, coupon_code = null",
  open_awards_are_reserved: "update grant_awards set status = 'expired' where status = 'open'",
  used_awards_are_in_the_books: "update grant_awards set spent_minor = spent_minor - 1 where status = 'used'",
  award_follows_its_coupon: "update coupon_redemptions set status = 'released'",
  approved_application_has_an_award: "update grant_applications set status = 'approved', decided_at = now()",
  contributions_are_in_the_books: "update grant_contributions set amount_minor = amount_minor + 1",
  gifts_are_in_their_pool: "update ledger_transfers set amount_minor = amount_minor + 1 where code = 'grant_funding'",
};

test("grants and coupons in order break no invariant", async () => {
  expect(await shop.breaches()).toEqual([]);
});

test("every invariant has its corruption", () => {
  expect(Object.keys(CORRUPTIONS).sort()).toEqual(INVARIANTS.map((invariant) => invariant.name).sort());
});

test.each(Object.entries(CORRUPTIONS))("%s finds its corruption", async (name, statement) => {
  await whileTampered(database, [statement], async (tampered) => {
    const breaches = await breachesOf(tampered, INVARIANTS);
    expect(breaches.map((breach) => breach.name)).toContain(name);
    expect(breaches.every((breach) => breach.sampleIds.length > 0)).toBe(true);
  });
});
