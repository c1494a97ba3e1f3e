import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase();

const order = (id: string, status: string) => database.sql`
  insert into orders (id, email, email_normalised, token_hash, status, currency, subtotal_minor, tax_minor, total_minor,
    tax_country, tax_name, tax_rate_bps, tax_mode, expires_at, paid_at, correlation_id)
  values (${id}, 'a@b.example', 'a@b.example', 'hash', ${status}, 'EUR', 4900, 782, 4900, 'DE', 'VAT', 1900, 'inclusive', now(),
    ${status === "pending" ? null : "2026-01-01"}, 'cor')`;

beforeAll(async () => {
  await order("ord_pending", "pending");
  await order("ord_paid", "paid");
});

test("the database refuses a move that is not listed, whoever asks", async () => {
  await expect(database.sql`update orders set status = 'refunded' where id = 'ord_pending'`).rejects.toMatchObject({
    constraint_name: "order_transition",
  });
  await expect(database.sql`update orders set status = 'pending' where id = 'ord_paid'`).rejects.toMatchObject({
    constraint_name: "order_transition",
  });
});

test("the database refuses another amount after the order was made, also to the owner of the table", async () => {
  const owner = postgres(database.url, { max: 1, onnotice: () => {} });
  await expect(
    owner`update orders set total_minor = 1, subtotal_minor = 1 where id = 'ord_paid'`,
  ).rejects.toMatchObject({ constraint_name: "order_amounts_frozen" });
  await owner.end();
});

test("the database refuses an order that is paid without a time, or whose sums are wrong", async () => {
  await expect(database.sql`update orders set status = 'paid' where id = 'ord_pending'`).rejects.toMatchObject({
    constraint_name: "orders_paid_check",
  });
  await expect(database.sql`update orders set refunded_minor = 5000 where id = 'ord_paid'`).rejects.toMatchObject({
    constraint_name: "orders_refunded_check",
  });
});

test("the application cannot add a move to the list, nor delete an order", async () => {
  await expect(database.sql`insert into order_transitions values ('refunded', 'paid')`).rejects.toMatchObject({
    code: "42501",
  });
  await expect(database.sql`delete from orders`).rejects.toMatchObject({ code: "42501" });
});
