import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { testShop } from "../checkout/testing/shop.ts";
import { contextAs } from "../testing/people.ts";
import { removeBought } from "./cart-orders.ts";

const database = testDatabase();
const shop = testShop(database);

test("what was bought leaves the cart that the order came from, and the rest stays", async () => {
  const [bought, wanted] = [await shop.addCourse(), await shop.addCourse()];
  const { orderId } = await shop.start({ course: bought, email: "cart@example.com" });
  const [cart] = await database.sql<{ id: string }[]>`
    insert into carts (id, token_hash) values ('crt_test', 'hash') returning id`;
  for (const { id } of [bought, wanted])
    await database.sql`
      insert into cart_lines (cart_id, kind, subject_id, quantity, title, seen_minor, currency)
      values (${cart?.id ?? ""}, 'course', ${id}, 1, 'Drawing', 4900, 'EUR')`;
  await database.sql`insert into cart_orders (order_id, cart_id) values (${orderId}, ${cart?.id ?? ""})`;
  await withTransaction(contextAs(shop.services, { kind: "job", id: "test" }), (tx) => removeBought(tx, orderId));
  const left = await database.sql`select subject_id from cart_lines where cart_id = ${cart?.id ?? ""}`;
  expect(left.map((line) => line.subject_id)).toEqual([wanted.id]);
});
