import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { testShop } from "../checkout/testing/shop.ts";
import { sha256 } from "../platform/secrets.ts";
import { contextAs, guest } from "../testing/people.ts";
import { noteCartOrder, removeBought } from "./cart-orders.ts";

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

test("an order is placed though its cart is joined to an account at that moment", async () => {
  const { orderId } = await shop.start({ course: await shop.addCourse(), email: "joins@example.com" });
  await database.sql`insert into carts (id, token_hash) values ('crt_joined', ${sha256("cart-token")})`;
  const join = Promise.withResolvers<void>();
  const joined = Promise.withResolvers<void>();
  const joining = database.sql.begin(async (sql) => {
    await sql`delete from carts where id = 'crt_joined'`;
    joined.resolve();
    await join.promise;
  });
  await joined.promise;
  const noting = withTransaction(guest(shop.services, { cartToken: "cart-token" }), (tx) => noteCartOrder(tx, orderId));
  const waiting = async () => {
    const locks = await database.sql`select from pg_locks join pg_stat_activity using (pid)
      where not granted and datname = current_database()`;
    return locks.length;
  };
  await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
  join.resolve();
  await Promise.all([joining, noting]);
  expect(await database.sql`select from cart_orders where order_id = ${orderId}`).toEqual([]);
});
