import { setTimeout as sleep } from "node:timers/promises";
import { collecting, collectingWithin } from "./before-commit.ts";
import type { Database, Transaction } from "./client.ts";
import { postgresFailure, SQLSTATE } from "./errors.ts";

/** What a verb needs to reach the database. `db` is the pool, or the transaction that the caller has opened. */
export interface DbContext {
  db: Database | Transaction;
}

/** The same context once it stands inside a transaction; functions that must not run alone ask for this type. */
export type InTransaction<C extends DbContext> = C & { db: Transaction };

const MAX_ATTEMPTS = 5;
const RETRIED: readonly string[] = [SQLSTATE.serializationFailure, SQLSTATE.deadlock];

/**
 * Runs `fn` in the caller's transaction, or opens one. The outermost call alone retries, at most five times with jitter,
 * when Postgres chose this transaction as the loser of a deadlock or a serialization conflict; so `fn` may run again and
 * must do nothing outside the database.
 */
export async function withTransaction<C extends DbContext, T>(
  ctx: C,
  fn: (ctx: InTransaction<C>) => Promise<T>,
): Promise<T> {
  if (isInTransaction(ctx)) return fn(ctx);
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.db.transaction((tx) => collecting(tx, () => fn({ ...ctx, db: tx })));
    } catch (error) {
      const code = postgresFailure(error)?.code;
      if (attempt >= MAX_ATTEMPTS || code === undefined || !RETRIED.includes(code)) throw error;
      await sleep(2 ** attempt * (5 + Math.random() * 10));
    }
  }
}

/** Runs `fn` in a part of the transaction that is taken back alone when it throws. */
export function withSavepoint<C extends DbContext, T>(
  ctx: InTransaction<C>,
  fn: (ctx: InTransaction<C>) => Promise<T>,
): Promise<T> {
  return ctx.db.transaction((part) => collectingWithin(ctx.db, part, () => fn({ ...ctx, db: part })));
}

/** Whether this context is already inside a transaction. */
export function isInTransaction<C extends DbContext>(ctx: C): ctx is InTransaction<C> {
  return "rollback" in ctx.db;
}
