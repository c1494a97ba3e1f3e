import type { Database, Transaction } from "./client.ts";
import { together } from "./together.ts";

/** Writes rows that a transaction only adds, and does not read again itself. */
export type WriteRows<Row> = (db: Database | Transaction, rows: readonly Row[]) => Promise<unknown>;

/** The rows that wait for one writer. */
interface Waiting {
  rows: unknown[];
  write(db: Transaction): Promise<unknown>;
}

const waitingIn = new WeakMap<Database | Transaction, Map<unknown, Waiting>>();

/**
 * Leaves a row to be written just before the transaction commits, together with all others of the same writer: so the
 * audit of a verb that calls many verbs is one statement. Outside of `withTransaction` the row is written at once.
 */
export async function writeBeforeCommit<Row>(
  db: Database | Transaction,
  write: WriteRows<Row>,
  row: Row,
): Promise<void> {
  const waiting = waitingIn.get(db);
  if (!waiting) {
    await write(db, [row]);
    return;
  }
  const known = waiting.get(write);
  if (known) {
    known.rows.push(row);
    return;
  }
  const rows = [row];
  waiting.set(write, { rows, write: (tx) => write(tx, rows) });
}

/** Does the work of a transaction, then writes what was left for its end. */
export async function collecting<T>(db: Transaction, work: () => Promise<T>): Promise<T> {
  const waiting = new Map<unknown, Waiting>();
  waitingIn.set(db, waiting);
  const result = await work();
  waitingIn.delete(db);
  await together([...waiting.values()].map((one) => () => one.write(db)));
  return result;
}

/** Does the work of a savepoint. What it left for the end is left to the whole, unless the savepoint is taken back. */
export async function collectingWithin<T>(outer: Transaction, db: Transaction, work: () => Promise<T>): Promise<T> {
  const whole = waitingIn.get(outer);
  if (!whole) return work();
  const part = new Map<unknown, Waiting>();
  waitingIn.set(db, part);
  const result = await work();
  for (const [write, { rows, ...writer }] of part) {
    const known = whole.get(write);
    if (known) known.rows.push(...rows);
    else whole.set(write, { rows, ...writer });
  }
  return result;
}
