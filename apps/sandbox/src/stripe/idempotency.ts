import { createHash } from "node:crypto";
import type { Books, BooksReader } from "../books/open-books.ts";
import { keyInUse, keyReused } from "./api-error.ts";
import { asJson } from "./object-store.ts";

export interface StoredAnswer {
  status: number;
  answer: object;
}

/** What makes two requests the same one: path and parameters. The key itself and the headers do not count. */
export function fingerprintOf(path: string, body: string): string {
  const pairs = [...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).sort();
  return createHash("sha256")
    .update(`${path}\n${pairs.join("\n")}`)
    .digest("hex");
}

/** The answer stored under a key, or null for a new key. Throws for other parameters, or when it is still running. */
export async function storedAnswer(books: Books, key: string, fingerprint: string): Promise<StoredAnswer | null> {
  const [row] = await books<{ fingerprint: string; status: number | null; answer: object | null }[]>`
    SELECT fingerprint, status, answer FROM stripe.idempotency_key WHERE key = ${key}`;
  if (row === undefined) return null;
  if (row.fingerprint !== fingerprint) throw keyReused(key);
  if (row.status === null || row.answer === null) throw keyInUse(key);
  return { status: row.status, answer: row.answer };
}

/** Marks a key as running, in a transaction of its own, so that a second request with it sees the first. */
export async function claimKey(books: Books, key: string, fingerprint: string, requestId: string): Promise<void> {
  const claimed = await books`
    INSERT INTO stripe.idempotency_key (key, fingerprint, request_id) VALUES (${key}, ${fingerprint}, ${requestId})
    ON CONFLICT (key) DO NOTHING`;
  if (claimed.count === 0) throw keyInUse(key);
}

/** Keeps the first answer; called inside the transaction of the effect, so that one is never without the other. */
export async function storeAnswer(books: BooksReader, key: string, status: number, answer: object): Promise<void> {
  await books`
    UPDATE stripe.idempotency_key SET status = ${status}, answer = ${asJson(books, answer)} WHERE key = ${key}`;
}

/** Forgets a key whose request was refused before it executed. */
export async function releaseKey(books: Books, key: string): Promise<void> {
  await books`DELETE FROM stripe.idempotency_key WHERE key = ${key} AND status IS NULL`;
}

/** After a crash a running request had no effect, because effect and answer are written together. */
export async function releaseInterruptedKeys(books: Books): Promise<void> {
  await books`DELETE FROM stripe.idempotency_key WHERE status IS NULL`;
}
