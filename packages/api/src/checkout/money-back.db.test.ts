import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, describe, expect, test } from "vitest";
import { contextAs } from "../testing/people.ts";
import { acceptReview } from "./decide-review.ts";
import { RefundNotOwed } from "./errors.ts";
import { recordRepayment } from "./record-repayment.ts";
import { owedRefunds } from "./refunds/owed-refunds.ts";
import { testShop } from "./testing/shop.ts";
import { booksOf, eur, reviewOf, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const system = () => contextAs(shop.services, { kind: "job", id: "test" });

let last = 0;
/** An order of 49.00 EUR that is paid as asked, or with another amount and so held. */
async function paid(amount = eur(4_900)) {
  last += 1;
  const { orderId } = await shop.start({ course: await shop.addCourse(), email: `buyer${last}@example.com` });
  const { paymentId, outcome } = await gateway.payment(orderId, amount);
  expect(outcome).toBe(amount.amount === 4_900 ? "paid" : "held");
  return { orderId, paymentId };
}

/** What order and payment say went back, beside the books. */
async function standOf(paymentId: string) {
  const [row] =
    await database.sql`select o.status, o.refunded_minor::int as "ofOrder", p.refunded_minor::int as "ofPayment",
    p.lost_minor::int as lost from payments p join orders o on o.id = p.order_id where p.gateway_payment_id = ${paymentId}`;
  return { ...row, books: await booksOf(database, paymentId) };
}

describe("a dispute that is lost after a refund", () => {
  test("of a part takes what is left of the sale, and the rest is the platform's loss", async () => {
    const { orderId, paymentId } = await paid();
    await gateway.refund(paymentId, eur(900));
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_part" });
    expect(await standOf(paymentId)).toMatchObject({ status: "disputed", ofOrder: 900 });
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_part", status: "lost", fee: eur(1_500) });
    expect(await standOf(paymentId)).toEqual({
      status: "refunded",
      ofOrder: 4_900,
      ofPayment: 4_900,
      lost: 900,
      books: { "gateway/stripe/clearing": -900 - 1_500, "gateway/stripe/fees": 1_500, "gateway/stripe/losses": 900 },
    });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ rights: 0, enrolments: 0 });
  });

  test("of the whole is a loss of all that the gateway took, and the order stays refunded", async () => {
    const { paymentId } = await paid();
    await gateway.refund(paymentId, eur(4_900));
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_whole", status: "lost" });
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_whole", status: "lost" });
    const books = { "gateway/stripe/clearing": -4_900, "gateway/stripe/losses": 4_900 };
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofOrder: 4_900, lost: 4_900, books });
  });

  test("of the whole is no second debit when the gateway takes nothing, or gives it back", async () => {
    const { paymentId } = await paid();
    await gateway.refund(paymentId, eur(4_900));
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_none", status: "lost", fundsWithdrawn: false });
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", lost: 0, books: {} });
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_back" });
    expect(await booksOf(database, paymentId)).toMatchObject({ "disputes/stripe/held": 4_900 });
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_back", status: "lost", fundsWithdrawn: false });
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", lost: 0, books: {} });
  });

  test("and whose money is taken only later is booked then, once", async () => {
    const { paymentId } = await paid();
    await gateway.refund(paymentId, eur(900));
    const lost = { disputeId: "dp_late", status: "lost" as const };
    await gateway.dispute(paymentId, eur(4_900), { ...lost, fundsWithdrawn: false });
    await gateway.dispute(paymentId, eur(4_900), { ...lost, fundsWithdrawn: false });
    // A late message of its opening tells nothing of how it ended.
    await gateway.dispute(paymentId, eur(4_900), { ...lost, status: "needs_response" });
    expect(await standOf(paymentId)).toMatchObject({ status: "partially_refunded", ofPayment: 900, lost: 0 });
    await gateway.dispute(paymentId, eur(4_900), lost);
    await gateway.dispute(paymentId, eur(4_900), lost);
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofPayment: 4_900, lost: 900 });
  });

  test("of a held payment empties what is held, and the rest is a loss", async () => {
    const { orderId, paymentId } = await paid(eur(4_500));
    await gateway.refund(paymentId, eur(500));
    await gateway.dispute(paymentId, eur(4_500), { status: "lost" });
    const books = { "gateway/stripe/clearing": -500, "gateway/stripe/losses": 500 };
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofPayment: 4_500, lost: 500, books });
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: false });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ rights: 0 });
  });

  test("won, leaves what the refund left", async () => {
    const { paymentId } = await paid();
    await gateway.refund(paymentId, eur(900));
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_won" });
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_won", status: "won" });
    const books = { "gateway/stripe/clearing": 4_000, "revenue/course": -4_000 };
    expect(await standOf(paymentId)).toMatchObject({ status: "partially_refunded", ofOrder: 900, lost: 0, books });
  });
});

test("a dispute that costs no fee is won without an entry for one, also of a payment without an order here", async () => {
  const sale = await paid();
  const alone = await gateway.payment("ord_99999999999999999999999999", eur(4_900));
  for (const { paymentId } of [sale, alone]) {
    const before = await booksOf(database, paymentId);
    const disputeId = `dp_free_${paymentId}`;
    await gateway.dispute(paymentId, eur(4_900), { disputeId });
    await gateway.dispute(paymentId, eur(4_900), { disputeId, status: "won", fee: eur(0) });
    expect(await booksOf(database, paymentId)).toEqual(before);
  }
});

test("a refund that is told after the dispute it lost to is a loss alike", async () => {
  const { paymentId } = await paid();
  await gateway.dispute(paymentId, eur(4_900), { status: "lost" });
  await gateway.refund(paymentId, eur(900));
  const books = { "gateway/stripe/clearing": -900, "gateway/stripe/losses": 900 };
  expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofOrder: 4_900, lost: 900, books });
});

test("of two disputes of parts, the order is disputed until both are decided", async () => {
  const { paymentId } = await paid();
  await gateway.dispute(paymentId, eur(1_000), { disputeId: "dp_one" });
  await gateway.dispute(paymentId, eur(2_000), { disputeId: "dp_two" });
  await gateway.dispute(paymentId, eur(1_000), { disputeId: "dp_one", status: "lost" });
  expect(await standOf(paymentId)).toMatchObject({ status: "disputed", ofOrder: 1_000 });
  await gateway.dispute(paymentId, eur(2_000), { disputeId: "dp_two", status: "won" });
  expect(await standOf(paymentId)).toMatchObject({ status: "partially_refunded", ofOrder: 1_000 });
});

test("a dispute in another currency is held, given back or lost in that currency, and the sale stands", async () => {
  const usd = { amount: 5_300, currency: "USD" as const };
  const { paymentId, orderId } = await paid();
  await gateway.dispute(paymentId, usd, { disputeId: "dp_usd_won" });
  expect(await standOf(paymentId)).toMatchObject({ status: "disputed", books: { "disputes/stripe/held": 5_300 } });
  await gateway.dispute(paymentId, usd, { disputeId: "dp_usd_won", status: "won" });
  expect(await standOf(paymentId)).toMatchObject({ status: "paid", ofOrder: 0 });
  await gateway.dispute(paymentId, usd, { disputeId: "dp_usd_lost" });
  await gateway.dispute(paymentId, usd, { disputeId: "dp_usd_lost", status: "lost" });
  const stand = await standOf(paymentId);
  expect(stand).toMatchObject({ status: "paid", ofOrder: 0, lost: 0, books: { "gateway/stripe/losses": 5_300 } });
  expect(stand.books).not.toHaveProperty("disputes/stripe/held");
  expect(await shop.outcomeOf(orderId)).toMatchObject({ rights: 1 });
});

test("a dispute of a second payment, which is held, does not put the sale in dispute", async () => {
  const { orderId, paymentId } = await paid();
  const second = await gateway.payment(orderId, eur(4_900));
  expect(second.outcome).toBe("held");
  await gateway.dispute(second.paymentId, eur(4_900), { disputeId: "dp_second" });
  await gateway.dispute(second.paymentId, eur(4_900), { disputeId: "dp_second", status: "lost" });
  expect(await standOf(paymentId)).toMatchObject({ status: "paid", ofOrder: 0 });
});

test("a dispute of a second payment that is won leaves the sale's own dispute open", async () => {
  const { orderId, paymentId } = await paid();
  const second = await gateway.payment(orderId, eur(4_900));
  await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_of_sale" });
  await gateway.dispute(second.paymentId, eur(4_900), { disputeId: "dp_beside" });
  await gateway.dispute(second.paymentId, eur(4_900), { disputeId: "dp_beside", status: "won" });
  expect(await standOf(paymentId)).toMatchObject({ status: "disputed" });
  await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_of_sale", status: "won" });
  expect(await standOf(paymentId)).toMatchObject({ status: "paid" });
});

test("money that goes back cent by cent is all of it in the books, though a cent is of the price or of its tax", async () => {
  const course = await shop.addCourse({ priceMinor: 50 });
  const { orderId } = await shop.start({ course, email: "cents@example.com", country: "DE" });
  const { paymentId } = await gateway.payment(orderId, eur(50));
  for (let left = 50; left > 40; left--) {
    expect(await booksOf(database, paymentId)).toMatchObject({ "gateway/stripe/clearing": left });
    await gateway.refund(paymentId, eur(1));
  }
  expect(await standOf(paymentId)).toMatchObject({ ofOrder: 10, books: { "gateway/stripe/clearing": 40 } });
  await gateway.refund(paymentId, eur(40));
  expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofOrder: 50, lost: 0, books: {} });
});

describe("a refund that failed", () => {
  test("is owed until another refund pays it", async () => {
    const { paymentId } = await paid();
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_fails" });
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_fails", status: "failed" });
    const owed = { "gateway/stripe/clearing": 4_900, "refunds/stripe/payable": -4_900 };
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofOrder: 4_900, ofPayment: 0, books: owed });
    await gateway.refund(paymentId, eur(4_000));
    expect(await booksOf(database, paymentId)).toEqual({
      "gateway/stripe/clearing": 900,
      "refunds/stripe/payable": -900,
    });
    await gateway.refund(paymentId, eur(900));
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofOrder: 4_900, ofPayment: 4_900, books: {} });
  });

  test("in part is paid by the next refund, which then goes on with the sale", async () => {
    const { paymentId } = await paid();
    await gateway.refund(paymentId, eur(900), { refundId: "re_part" });
    await gateway.refund(paymentId, eur(900), { refundId: "re_part", status: "failed" });
    expect(await standOf(paymentId)).toMatchObject({ status: "partially_refunded", ofOrder: 900, ofPayment: 0 });
    await gateway.refund(paymentId, eur(1_000));
    const books = { "gateway/stripe/clearing": 3_900, "revenue/course": -3_900 };
    expect(await standOf(paymentId)).toMatchObject({ ofOrder: 1_000, ofPayment: 1_000, lost: 0, books });
  });

  test("is paid by a lost dispute that takes the money", async () => {
    const { paymentId } = await paid();
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_disputed" });
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_disputed", status: "failed" });
    await gateway.dispute(paymentId, eur(4_900), { status: "lost" });
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofPayment: 4_900, lost: 0, books: {} });
  });

  test("is paid from the bank once, and what another refund paid is not owed", async () => {
    const { orderId, paymentId } = await paid();
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_bank" });
    const [refund] = await database.sql`select id from refunds where gateway_refund_id = 're_bank'`;
    const repay = () => recordRepayment(system(), { refundId: refund?.id, note: "bank transfer 42" });
    await expect(repay()).rejects.toThrow(RefundNotOwed);
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_bank", status: "failed" });
    await gateway.refund(paymentId, eur(900));
    expect(await owedRefunds(system(), orderId)).toMatchObject({ items: [{ owed: eur(4_000) }], repaid: [] });
    const repaid = await Promise.allSettled([repay(), repay(), repay()]);
    expect(repaid.flatMap((one) => (one.status === "fulfilled" ? one.value.paid : []))).toEqual([eur(4_000)]);
    const trail = await database.sql`select subject_kind, subject_id, after from audit_entries
      where action = 'checkout.record_repayment' and subject_id = ${orderId}`;
    const after = { refundId: refund?.id, paid: eur(4_000), note: "bank transfer 42" };
    expect([...trail]).toEqual([{ subject_kind: "order", subject_id: orderId, after }]);
    await expect(repay()).rejects.toThrow(RefundNotOwed);
    const failed = { refundId: refund?.id, failed: eur(4_900) };
    expect(await owedRefunds(system(), orderId)).toEqual({
      items: [],
      repaid: [{ ...failed, paidAt: expect.any(Date) }],
    });
    const books = { "bank/main": -4_000, "gateway/stripe/clearing": 4_000 };
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofPayment: 4_900, lost: 0, books });
  });

  test("is paid from the bank once, also when another is owed as well", async () => {
    const { paymentId } = await paid();
    for (const status of ["succeeded", "failed"] as const) {
      await gateway.refund(paymentId, eur(1_000), { refundId: "re_left", status });
      await gateway.refund(paymentId, eur(1_000), { refundId: "re_right", status });
    }
    const [left, right] = await database.sql<{ id: string }[]>`
      select id from refunds where gateway_refund_id in ('re_left', 're_right') order by gateway_refund_id`;
    const repay = (refundId = "") => recordRepayment(system(), { refundId, note: "by transfer" });
    await repay(left?.id);
    await expect(repay(left?.id)).rejects.toThrow(RefundNotOwed);
    await repay(right?.id);
    expect(await standOf(paymentId)).toMatchObject({ ofOrder: 2_000, ofPayment: 2_000 });
  });

  test("takes back the loss that a dispute had made of it", async () => {
    const { paymentId } = await paid();
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_recovered" });
    await gateway.dispute(paymentId, eur(4_900), { status: "lost" });
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_recovered", status: "failed" });
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofPayment: 4_900, lost: 0, books: {} });
  });

  test("of a held payment holds it again, until it is given back anew", async () => {
    const { paymentId } = await paid(eur(4_500));
    await gateway.refund(paymentId, eur(4_500), { refundId: "re_held" });
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: false });
    await gateway.refund(paymentId, eur(4_500), { refundId: "re_held", status: "failed" });
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: true });
    const held = { "gateway/stripe/clearing": 4_500, "suspense/review": -4_500 };
    expect(await standOf(paymentId)).toMatchObject({ ofPayment: 0, books: held });
    await gateway.refund(paymentId, eur(4_500));
    expect(await standOf(paymentId)).toMatchObject({ status: "refunded", ofPayment: 4_500, books: {} });
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: false });
  });

  test("of a part of a held payment leaves the whole to be accepted", async () => {
    const { orderId, paymentId } = await paid(eur(4_500));
    await gateway.refund(paymentId, eur(500), { refundId: "re_accept" });
    await gateway.refund(paymentId, eur(500), { refundId: "re_accept", status: "failed" });
    await acceptReview(system(), (await reviewOf(database, paymentId)).id);
    const books = { "gateway/stripe/clearing": 4_500, "revenue/course": -4_500 };
    expect(await standOf(paymentId)).toMatchObject({ status: "paid", books });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ rights: 1 });
  });
});
