import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, describe, expect, test } from "vitest";
import { addPool } from "../../grants/testing/fund.ts";
import { drawCreditNote } from "../../orders/draw-credit-note.ts";
import { creditNoteContent } from "../../orders/issue-credit-note.ts";
import { createCaller } from "../../root.ts";
import { guest } from "../../testing/people.ts";
import type { Wish } from "../product-kind.ts";
import { startCheckout } from "../start-checkout.ts";
import { freshAddress, testShop } from "../testing/shop.ts";
import { eur, told } from "../testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

let last = 0;
async function paid() {
  last += 1;
  const order = await shop.start({
    course: await shop.addCourse(),
    email: `credited${last}@example.com`,
    country: "DE",
  });
  const { paymentId } = await gateway.payment(order.orderId, order.total);
  return { ...order, paymentId };
}

const notesOf = (orderId: string) => database.sql<{ number: string; content: unknown }[]>`
  select number, content from credit_notes where order_id = ${orderId} order by number`;

describe("a credit note", () => {
  test("T94 is numbered without a gap or a repeat, also when many refunds come at once", {
    timeout: 120_000,
  }, async () => {
    const orders = [];
    for (let at = 0; at < 30; at++) orders.push(await paid());
    const before = (await database.sql`select number from credit_notes`).length;
    await Promise.all(orders.map(({ paymentId }) => gateway.refund(paymentId, eur(1_900))));
    const rows = await database.sql<{ number: string }[]>`select number from credit_notes order by number`;
    const numbers = rows.map(({ number }) => Number(number.slice(-6)));
    expect(numbers).toEqual(Array.from({ length: before + 30 }, (_, at) => at + 1));
  });

  test("names the invoice and says what of it went back, line by line, with its tax", async () => {
    const { orderId, paymentId } = await paid();
    await gateway.refund(paymentId, eur(1_000));
    const [note] = await notesOf(orderId);
    const [order] = await database.sql`select invoice_number from orders where id = ${orderId}`;
    const content = creditNoteContent.parse(note?.content);
    expect(content).toMatchObject({
      invoiceNumber: order?.invoice_number,
      because: "refund",
      lines: [{ net: eur(840), tax: eur(160) }],
      net: eur(840),
      tax: { rateBps: 1_900, amount: eur(160) },
      total: eur(1_000),
    });
    for (const locale of ["en", "hi", "fr"]) {
      const body = await drawCreditNote({
        number: note?.number ?? "",
        issuedAt: new Date(),
        content: { ...content, locale },
      });
      expect(body.subarray(0, 5).toString()).toBe("%PDF-");
      expect(body.includes(`/Lang (${locale})`)).toBe(true);
    }
  });

  test("of a gift says so, without a word of tax; one of a gift and a course is a credit note of a sale", async () => {
    const [poolId, course] = [await addPool(shop.services, 0), await shop.addCourse()];
    const gift = { kind: "donation" as const, id: poolId, quantity: 1, amount: eur(5_000) };
    const give = (lines: Wish[], email: string) =>
      startCheckout(guest(shop.services, { ip: freshAddress() }), { lines, email, country: "DE" });
    const alone = await give([gift], "gives@example.com");
    const both = await give([gift, { kind: "course", id: course.slug, quantity: 1 }], "gives-and-buys@example.com");
    for (const { orderId, total } of [alone, both]) {
      const { paymentId } = await gateway.payment(orderId, total);
      await gateway.refund(paymentId, eur(2_000));
    }
    const [[note], [other]] = [await notesOf(alone.orderId), await notesOf(both.orderId)];
    const content = creditNoteContent.parse(note?.content);
    expect(content).toMatchObject({ gift: "all", net: eur(2_000), tax: { amount: eur(0) }, total: eur(2_000) });
    expect(creditNoteContent.parse(other?.content)).toMatchObject({ gift: "part" });
    const draw = (locale: string) =>
      drawCreditNote({ number: "STOA-CN-1", issuedAt: new Date(0), content: { ...content, locale } });
    expect((await draw("en")).includes("Return of a donation STOA-CN-1")).toBe(true);
    expect((await draw("fr")).includes(Buffer.from("Restitution d’un don", "utf16le").swap16())).toBe(true);
  });

  test("is of what undoes the sale alone: none for a failed refund that is paid again, or for what is lost", async () => {
    const { orderId, paymentId } = await paid();
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_noted" });
    await gateway.refund(paymentId, eur(4_900), { refundId: "re_noted", status: "failed" });
    await gateway.refund(paymentId, eur(4_900));
    await gateway.dispute(paymentId, eur(4_900), { status: "lost" });
    expect(await notesOf(orderId)).toHaveLength(1);
  });

  test("T94 is shown to the order's buyer alone", async () => {
    const [mine, another] = [await paid(), await paid()];
    for (const { paymentId } of [mine, another]) await gateway.refund(paymentId, eur(100));
    const [note] = await notesOf(another.orderId);
    const caller = createCaller(guest(shop.services, { ip: freshAddress(), orderToken: mine.orderToken }));
    const number = note?.number ?? "";
    await expect(caller.orders.creditNote({ id: another.orderId, number })).rejects.toThrow("no such order");
    await expect(caller.orders.creditNotes({ id: another.orderId })).rejects.toThrow("no such order");
    await expect(caller.orders.creditNote({ id: mine.orderId, number })).rejects.toThrow("no such credit note");
    expect((await caller.orders.creditNotes({ id: mine.orderId })).items).toHaveLength(1);
  });
});
