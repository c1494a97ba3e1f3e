import type { BooksReader } from "../books/open-books.ts";
import type { ObjectKind, ObjectKinds, OrderDetails } from "./objects.ts";

/** Puts a new object, or the new state of a known one, into the books. */
export async function save<K extends ObjectKind>(
  books: BooksReader,
  kind: K,
  id: string,
  body: ObjectKinds[K],
): Promise<ObjectKinds[K]> {
  await books`
    INSERT INTO paypal.object (id, kind, body) VALUES (${id}, ${kind}, ${asJson(books, body)})
    ON CONFLICT (id) DO UPDATE SET body = excluded.body`;
  return body;
}

/** The object of this kind and id, or null. */
export async function find<K extends ObjectKind>(
  books: BooksReader,
  kind: K,
  id: string,
): Promise<ObjectKinds[K] | null> {
  const rows = await books<{ body: ObjectKinds[K] }[]>`
    SELECT body FROM paypal.object WHERE id = ${id} AND kind = ${kind}`;
  return rows[0]?.body ?? null;
}

/** The same, locked until the transaction ends. */
export async function lock<K extends ObjectKind>(
  books: BooksReader,
  kind: K,
  id: string,
): Promise<ObjectKinds[K] | null> {
  const rows = await books<{ body: ObjectKinds[K] }[]>`
    SELECT body FROM paypal.object WHERE id = ${id} AND kind = ${kind} FOR UPDATE`;
  return rows[0]?.body ?? null;
}

/** All objects of a kind whose body contains the given fields, oldest first. */
export async function findAll<K extends ObjectKind>(
  books: BooksReader,
  kind: K,
  fields: object = {},
): Promise<ObjectKinds[K][]> {
  const rows = await books<{ body: ObjectKinds[K] }[]>`
    SELECT body FROM paypal.object WHERE kind = ${kind} AND body @> ${asJson(books, fields)} ORDER BY seq`;
  return rows.map((row) => row.body);
}

/** What PayPal remembers of an order beside what it shows. */
export async function detailsOf(books: BooksReader, orderId: string): Promise<OrderDetails> {
  const [row] = await books<{ details: OrderDetails }[]>`SELECT details FROM paypal.object WHERE id = ${orderId}`;
  if (row === undefined) throw new Error(`no order ${orderId}`);
  return row.details;
}

export async function saveDetails(books: BooksReader, orderId: string, changes: Partial<OrderDetails>): Promise<void> {
  await books`UPDATE paypal.object SET details = details || ${asJson(books, changes)} WHERE id = ${orderId}`;
}

/** A JSON parameter; the cast says what `postgres` cannot see, that our interfaces hold JSON values only. */
function asJson(books: BooksReader, value: unknown) {
  return books.json(value as Parameters<BooksReader["json"]>[0]);
}
