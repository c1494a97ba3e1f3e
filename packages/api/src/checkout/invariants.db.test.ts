import { testDatabase } from "@stoa/db/testing/database";
import { breachesOf } from "@stoa/ledger";
import { whileTampered } from "@stoa/ledger/testing/tampering";
import { beforeAll, expect, test } from "vitest";
import { SALE_INVARIANTS } from "./invariants.ts";
import { testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);

/** A sale as it should be: paid, handed over, in the books, told to the LMS, and a part of it given back. */
beforeAll(async () => {
  const order = await shop.start({ course: await shop.addCourse(), email: "whole@example.com" });
  const gateway = told(shop);
  const { outcome, paymentId } = await gateway.payment(order.orderId, order.total);
  expect(outcome).toBe("paid");
  await gateway.refund(paymentId, eur(900));
  await shop.drain();
});

/** One corruption for each invariant. */
const CORRUPTIONS: Record<string, string> = {
  lines_add_up: "update order_lines set total_minor = total_minor + 1",
  paid_order_has_payment: "update payments set status = 'failed'",
  order_says_what_was_taken: "update orders set settled_minor = settled_minor + 1",
  paid_order_has_invoice: "delete from invoices",
  invoice_numbers_have_no_gaps: "update invoice_counters set last_number = last_number + 1",
  standing_order_is_handed_over: "update order_lines set fulfilled_at = null",
  lines_undone_add_up: "delete from refund_lines",
  line_undone_as_sold: "update refund_lines set net_minor = 5000",
  lines_undone_are_in_the_books: "update refund_lines set net_minor = net_minor - 1, tax_minor = tax_minor + 1",
  credit_note_says_what_was_undone: "update credit_notes set content = jsonb_set(content, '{total,amount}', '899')",
  line_has_one_entitlement: "delete from entitlements",
  course_has_lms_copy: "delete from lms_syncs",
  paid_order_has_receipt_mail: "delete from mails where template = 'order-receipt'",
  payment_is_in_the_books: "delete from ledger_entries where kind = 'payment_settled'",
  books_match_payments: "update payments set amount_minor = amount_minor + 1",
  refunds_within_payment: "update payments set refunded_minor = 1",
  owed_refunds_are_in_the_books: "update orders set refunded_minor = 1",
  losses_are_in_the_books: "update payments set refunded_minor = amount_minor, lost_minor = 1",
  review_is_open_or_decided: "update orders set status = 'review'",
};

test("a sale in order breaks no invariant", async () => {
  expect(await shop.breaches()).toEqual([]);
});

test("every invariant has its corruption", () => {
  expect(Object.keys(CORRUPTIONS).sort()).toEqual(SALE_INVARIANTS.map((invariant) => invariant.name).sort());
});

test.each(Object.entries(CORRUPTIONS))("%s finds its corruption", async (name, statement) => {
  await whileTampered(database, [statement], async (tampered) => {
    const breaches = await breachesOf(tampered, SALE_INVARIANTS);
    expect(breaches.map((breach) => breach.name)).toContain(name);
    expect(breaches.every((breach) => breach.sampleIds.length > 0)).toBe(true);
  });
});
