import type { BooksReader } from "../books/open-books.ts";
import type { ObjectKind, ObjectOf, StripeObject } from "./objects.ts";

/** Puts a new object, or the new state of a known one, into the books. */
export async function save<T extends StripeObject>(books: BooksReader, object: T): Promise<T> {
  await books`
    INSERT INTO stripe.object (id, kind, body) VALUES (${object.id}, ${object.object}, ${asJson(books, object)})
    ON CONFLICT (id) DO UPDATE SET body = excluded.body`;
  return object;
}

/** The object of this kind and id, or null. */
export async function find<K extends ObjectKind>(books: BooksReader, kind: K, id: string): Promise<ObjectOf<K> | null> {
  const rows = await books<{ body: ObjectOf<K> }[]>`SELECT body FROM stripe.object WHERE id = ${id} AND kind = ${kind}`;
  return rows[0]?.body ?? null;
}

/** The same, locked until the transaction ends, so that two payments of one session cannot both happen. */
export async function lock<K extends ObjectKind>(books: BooksReader, kind: K, id: string): Promise<ObjectOf<K> | null> {
  const rows = await books<{ body: ObjectOf<K> }[]>`
    SELECT body FROM stripe.object WHERE id = ${id} AND kind = ${kind} FOR UPDATE`;
  return rows[0]?.body ?? null;
}

/** An object of any kind, for `expand[]`. */
export async function findAny(books: BooksReader, id: string): Promise<StripeObject | null> {
  const rows = await books<{ body: StripeObject }[]>`SELECT body FROM stripe.object WHERE id = ${id}`;
  return rows[0]?.body ?? null;
}

/** All objects of a kind whose body contains the given fields, oldest first. */
export async function findAll<K extends ObjectKind>(
  books: BooksReader,
  kind: K,
  fields: Record<string, unknown> = {},
): Promise<ObjectOf<K>[]> {
  const rows = await books<{ body: ObjectOf<K> }[]>`
    SELECT body FROM stripe.object WHERE kind = ${kind} AND body @> ${asJson(books, fields)} ORDER BY seq`;
  return rows.map((row) => row.body);
}

/** A JSON parameter; the cast says what `postgres` cannot see, that our interfaces hold JSON values only. */
export function asJson(books: BooksReader, value: unknown) {
  return books.json(value as Parameters<BooksReader["json"]>[0]);
}
