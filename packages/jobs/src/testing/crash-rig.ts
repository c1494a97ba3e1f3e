import { type ChildProcess, spawn } from "node:child_process";
import { connect, tables } from "@stoa/db";
import type { TestDatabase } from "@stoa/db/testing/database";
import { systemClock } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { enqueue } from "../enqueue.ts";
import type { QueueUnderTest } from "./backends.ts";
import { type Bank, startBank } from "./bank.ts";
import { payAtBank, recordPayment } from "./crash-jobs.ts";

const WORKER = new URL("./crash-worker.ts", import.meta.url).pathname;

/** Short, so that a test need not wait long for the job of a dead worker; and a number that does not divide evenly. */
export const LOCK_MS = 1_490;

/** Real worker processes, a bank they call, and a table in which every effect leaves a row. */
export function crashRig(database: TestDatabase) {
  let bank: Bank;
  let workers: ChildProcess[] = [];

  beforeAll(async () => {
    bank = await startBank();
    const owner = connect({ url: database.url, applicationName: "test", role: null });
    await owner.sql`create table effects (kind text not null, order_id text not null)`;
    await owner.sql`grant select, insert, delete on effects to stoa_app`;
    await owner.close();
  });
  beforeEach(async () => {
    bank.calls.length = 0;
    bank.answerAfterMs = 5;
    await database.db.delete(tables.outbox);
    await database.sql`delete from effects`;
  });
  afterEach(async () => {
    await Promise.all(workers.map(kill));
    workers = [];
  });
  afterAll(() => bank.close());

  return {
    bank: () => bank,

    /** Starts a worker process and waits until it takes jobs. */
    async startWorker(queue: QueueUnderTest): Promise<ChildProcess> {
      const settings = {
        databaseUrl: database.url,
        queue: { kind: queue.kind, url: queue.url() },
        bankUrl: bank.url,
        lockMs: LOCK_MS,
      };
      const stdio = ["ignore", "pipe", "inherit"] as const;
      const worker = spawn(process.execPath, [WORKER, JSON.stringify(settings)], { stdio: [...stdio] });
      workers.push(worker);
      await new Promise((resolve, reject) => {
        worker.stdout?.once("data", resolve);
        worker.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
      });
      return worker;
    },

    /** Asks for `count` effects of either kind in one transaction. */
    async askFor(count: number): Promise<void> {
      await database.db.transaction(async (db) => {
        const ctx = { db, clock: systemClock, correlationId: "cor_1" };
        for (let index = 0; index < count; index++) {
          await enqueue(ctx, recordPayment, { orderId: `ord_${index}` });
          await enqueue(ctx, payAtBank, { orderId: `ord_${index}` });
        }
      });
    },

    effects: () => database.db.$count(sql`effects`),

    /** How many messages were taken up more than once, and how many were handed to the queue more than once. */
    begunAgain: () => database.db.$count(tables.outbox, sql`attempts > 1`),
    handedOutAgain: () => database.db.$count(tables.outbox, sql`epoch > 1`),

    /** Waits until every message is done. */
    settled: () =>
      vi.waitFor(async () => expect(await database.db.$count(tables.outbox, sql`done_at is null`)).toBe(0), {
        timeout: 60_000,
        interval: 100,
      }),

    /** Every effect is there, and none twice; the bank may hear a key again, but no second key. */
    async expectEachEffectOnce(count: number): Promise<void> {
      const rows = await database.sql`
        select kind, count(*)::int as total, count(distinct order_id)::int as orders from effects group by kind order by kind`;
      expect([...rows]).toEqual([
        { kind: "paid", total: count, orders: count },
        { kind: "recorded", total: count, orders: count },
      ]);
      expect(new Set(bank.calls).size).toBe(count);
    },
  };
}

/** Ends a process as a power cut would. */
export function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    worker.once("exit", () => resolve());
    worker.kill("SIGKILL");
  });
}
