import { testShop } from "@stoa/api/checkout/testing/shop";
import { testDatabase } from "@stoa/db/testing/database";
import { onBothQueues, type QueueUnderTest } from "@stoa/jobs/testing/backends";
import { afterEach, expect, test, vi } from "vitest";
import { type RunningApp, startApp } from "../../../tooling/testing/start-app.ts";

const database = testDatabase();
const shop = testShop(database);
let worker: RunningApp | undefined;

afterEach(() => worker?.kill());

const SALES = 16;
const KILLS = 2;
/** Of each sale at least: its event, its receipt, its place in the LMS. */
const MESSAGES = 3 * SALES;
const WITHIN_MS = 60_000;
const SOLD = { status: "paid", invoices: 1, rights: 1, enrolments: 1, syncs: 1, receipts: 1, payments: 1, reviews: [] };

onBothQueues(database, (queue) => {
  test("a worker that is killed while orders settle fulfils each order once", { timeout: 5 * WITHIN_MS }, async () => {
    // Calls to the LMS last, so that a kill finds one under way.
    await shop.sandbox.control("POST", "faults", { target: "frappe", kind: "delay", rate: 1, delayMs: 40 });
    const begunAgain = await messages("attempts > 1");
    const selling = sell(`${queue.kind}-buyer`);
    for (let kill = 1; kill <= KILLS; kill++) {
      worker = await startWorker(queue);
      await someMoreAreDone();
      await worker.kill();
      await claimsLapse();
    }
    worker = await startWorker(queue);
    const sold = await selling;
    await vi.waitFor(async () => expect(await messages("done_at is null")).toBe(0), { timeout: WITHIN_MS });

    for (const { orderId, email } of sold) {
      expect(await shop.outcomeOf(orderId)).toEqual(SOLD);
      expect(await arrivedAt(email)).toEqual({ places: 1, mails: 2 });
    }
    expect(await shop.breaches()).toEqual([]);
    expect(await messages("attempts > 1")).toBeGreaterThan(begunAgain);
    expect(await worker.stop(), worker.output()).toBe(0);
  });
});

interface Sale {
  orderId: string;
  email: string;
}

/** Sells a course to many, one after the other; each pays at once, and the gateway's events arrive. */
async function sell(buyer: string): Promise<Sale[]> {
  const course = await shop.addCourse();
  const sold: Sale[] = [];
  for (let number = 1; number <= SALES; number++) {
    const email = `${buyer}-${number}@example.com`;
    const { orderId } = await shop.start({ course, email });
    await shop.pay(orderId);
    for (const webhook of await shop.webhooksOf(orderId, "checkout.session.completed")) {
      expect(await shop.deliver(webhook)).toBe(200);
    }
    sold.push({ orderId, email });
  }
  return sold;
}

/** Runs the worker as `npm start` does, on the test's database and sandbox. */
function startWorker(queue: QueueUnderTest): Promise<RunningApp> {
  const { env } = shop.services;
  return startApp("worker", {
    STOA_ENV: "test",
    DATABASE_URL: database.url,
    ...(queue.kind === "redis" ? { REDIS_URL: queue.url() } : { STOA_QUEUE: "postgres" }),
    AUTH_SECRET: env.AUTH_SECRET,
    STOA_ENCRYPTION_KEY: env.STOA_ENCRYPTION_KEY,
    STRIPE_SECRET_KEY: "sk_test_sandbox",
    STRIPE_WEBHOOK_SECRET: "whsec_sandbox",
    STRIPE_API_BASE: shop.sandbox.url,
    FRAPPE_URL: `${shop.sandbox.url}/frappe`,
    FRAPPE_API_KEY: "sandbox",
    FRAPPE_API_SECRET: "sandbox",
    SMTP_URL: shop.sandbox.urls.smtp ?? "",
    // One job a queue at a time, so that the work outlasts the kills; and nobody waits long for those of a dead worker.
    WORKER_CONCURRENCY: "webhooks=1,lms-sync=1,mail=1",
    WORKER_TAKEOVER_SECONDS: "3",
  });
}

/** Waits until a part of the work, of random size, is done. */
async function someMoreAreDone(): Promise<void> {
  const goal = (await messages("done_at is not null")) + Math.ceil((Math.random() * MESSAGES) / (KILLS + 1));
  const done = async () => expect(await messages("done_at is not null")).toBeGreaterThanOrEqual(goal);
  await vi.waitFor(done, { timeout: WITHIN_MS, interval: 5 });
}

/** What a dead worker has in hand at the LMS stays its own for two minutes; here they are over at once. */
async function claimsLapse(): Promise<void> {
  await database.sql`update lms_syncs set next_attempt_at = now() where status = 'syncing'`;
  await database.sql`update outbox set available_at = now() where done_at is null and queue = 'lms-sync'`;
}

async function messages(state: "done_at is null" | "done_at is not null" | "attempts > 1"): Promise<number> {
  const [row] = await database.sql.unsafe<{ count: number }[]>(`select count(*)::int from outbox where ${state}`);
  return row?.count ?? 0;
}

/**
 * What a buyer has out in the world: a place in the course; a receipt, and a mail that the place is there. One that is
 * handed over twice bears the same Message-ID.
 */
async function arrivedAt(email: string): Promise<{ places: number; mails: number }> {
  const [row] = await shop.sandbox.sql<{ places: number; mails: number }[]>`
    select (select count(*)::int from frappe.enrollment where member = ${email}) as places,
      (select count(distinct message_id)::int from mail.mail where recipient = ${email}) as mails`;
  return row ?? { places: 0, mails: 0 };
}
