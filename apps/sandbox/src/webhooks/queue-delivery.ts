import type { BooksReader } from "../books/open-books.ts";

/** The Postgres channel on which a commit tells a part's delivery loop that there is something to send. */
export function channelOf(schema: string): string {
  return `${schema}_delivery`;
}

/** A part's table of what goes out: one row per copy of an event. */
export function tableOf(books: BooksReader, schema: string) {
  return books(`${schema}.delivery`);
}

/** Queues one more copy of an event; the first copy and every replay go the same way. */
export async function queueDelivery(books: BooksReader, schema: string, eventId: string): Promise<void> {
  const table = tableOf(books, schema);
  await books`
    INSERT INTO ${table} (event_id, copy, status)
    SELECT ${eventId}, coalesce(max(copy), 0) + 1, 'waiting' FROM ${table} WHERE event_id = ${eventId}`;
  await books`SELECT pg_notify(${channelOf(schema)}, '')`;
}
