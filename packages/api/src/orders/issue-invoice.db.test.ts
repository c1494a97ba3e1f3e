import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { invoiceContent, issueInvoice, readSeller } from "./issue-invoice.ts";
import { readOrder } from "./order.ts";
import { type PricedOrder, placeOrder } from "./place-order.ts";

const services = testServices(testDatabase());
const issuedAt = new Date("2026-11-21T10:00:00.000Z");
const seller = { name: "Stoa School", address: "1 Rue des Écoles, Paris", taxNumber: "FR123" };
const eur = (amount: number) => ({ amount, currency: "EUR" });

const priced: PricedOrder = {
  currency: "EUR",
  lines: [
    { title: "Drawing", quantity: 2, unitMinor: 1_500, taxMinor: 600, totalMinor: 3_600 },
    { title: "Weaving", quantity: 1, unitMinor: 2_000, taxMinor: 400, totalMinor: 2_400 },
  ].map((line) => ({ kind: "course", subjectId: `crs_${line.title}`, discountMinor: 0, ...line })),
  subtotalMinor: 5_000,
  discountMinor: 0,
  taxMinor: 1_000,
  totalMinor: 6_000,
  coupon: null,
  tax: { country: "FR", name: "TVA", rateBps: 2_000, mode: "exclusive" },
};

test("an invoice freezes who sold what to whom, at which price and tax, under its number", async () => {
  const email = "asha@example.com";
  const orderId = await withTransaction(guest(services), async (ctx) => {
    const asked = { priced, userId: null, email, locale: "fr", gateway: "stripe" as const, expiresAt: issuedAt };
    const placed = await placeOrder(ctx, asked);
    const order = await readOrder(ctx, placed.orderId);
    await issueInvoice(ctx, order, { number: "STOA-2026-000042", seller, issuedAt });
    return placed.orderId;
  });
  const [row] = await services.db.select().from(tables.invoices).where(eq(tables.invoices.orderId, orderId));
  expect(row).toMatchObject({ id: expect.stringMatching(/^inv_/), number: "STOA-2026-000042", issuedAt });
  expect(invoiceContent.parse(row?.content)).toEqual({
    orderId,
    seller,
    buyer: { email },
    locale: "fr",
    gift: "none",
    lines: [
      { title: "Drawing", quantity: 2, unit: eur(1_500), total: eur(3_000) },
      { title: "Weaving", quantity: 1, unit: eur(2_000), total: eur(2_000) },
    ],
    subtotal: eur(5_000),
    discount: eur(0),
    tax: { country: "FR", name: "TVA", rateBps: 2_000, mode: "exclusive", amount: eur(1_000) },
    total: eur(6_000),
  });
});

test("the seller is who the settings name at this moment", async () => {
  const named = await withTransaction(guest(services), readSeller);
  expect(named).toEqual({ name: expect.any(String), address: expect.any(String), taxNumber: null });
});
