import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { QUEUE_NAMES } from "@stoa/jobs";
import { NotAllowed, NotSignedIn } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { problemOf } from "../http/problem.ts";
import type { Context } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const database = testDatabase();
const services = testServices(database);
const system = () => contextAs(services, { kind: "system", id: "test" });
let ada: Context;
let omar: Context;
let asha: Context;

beforeAll(async () => {
  ada = await signedIn(services, await addPerson(services, "ada"));
  omar = await signedIn(services, await addPerson(services, "omar"));
  asha = await signedIn(services, await addPerson(services, "asha"));
  for (const [subject, amount, hour] of [
    ["pay_1", 4_900, 10],
    ["pay_2", 100, 11],
  ] as const) {
    await withTransaction(system(), (tx) =>
      postEntry(tx, {
        kind: "payment_settled",
        subject,
        effectiveAt: new Date(`2026-11-20T${hour}:00:00Z`),
        transfers: [
          {
            code: "sale",
            debit: account.gatewayClearing("stripe"),
            credit: account.revenue("course"),
            amount: { amount, currency: "EUR" },
          },
        ],
      }),
    );
  }
});

describe("the overview", () => {
  test("of an empty house is all zeros", async () => {
    const overview = await createCaller(ada).reporting.overview({ days: 30 });
    expect(overview.sales).toEqual([]);
    expect(overview.orders).toEqual({ paidToday: 0, pending: 0, inReview: 0 });
    expect(overview.webhooks).toEqual({ byDay: [], open: 0, dead: 0, oldestOpenSeconds: 0 });
    expect(overview.people.accounts).toBe(3);
  });

  test("counts what was paid by day and currency, and what waits", async () => {
    const order = (id: string, currency: string, total: number, paid: string | null) => sql`
      insert into orders (id, email, email_normalised, token_hash, status, currency, subtotal_minor, tax_minor, total_minor,
        settled_minor, settled_currency, tax_country, tax_name, tax_rate_bps, tax_mode, expires_at, paid_at, correlation_id)
      values (${id}, 'a@example.com', 'a@example.com', 'hash', ${paid ? "paid" : "pending"}, ${currency}, ${total}, 0, ${total},
        ${paid && total}, ${paid && currency}, 'DE', 'VAT', 0, 'inclusive', now(), ${paid ? sql.raw(paid) : null}, 'cor_test')`;
    await database.db.execute(order("ord_1", "EUR", 4_900, "now()"));
    await database.db.execute(order("ord_2", "EUR", 100, "now()"));
    await database.db.execute(order("ord_3", "JPY", 900, "now()"));
    await database.db.execute(order("ord_4", "EUR", 700, "now() - interval '40 days'"));
    await database.db.execute(order("ord_5", "EUR", 700, null));
    const overview = await createCaller(ada).reporting.overview({ days: 30 });
    expect(overview.sales.map(({ currency, orders, amountMinor }) => [currency, orders, amountMinor])).toEqual([
      ["EUR", 2, 5_000],
      ["JPY", 1, 900],
    ]);
    expect(overview.orders).toEqual({ paidToday: 3, pending: 1, inReview: 0 });
  });

  test("tells how long events waited for their effect", async () => {
    await database.db.execute(sql`insert into inbox_events
      (gateway, event_id, type, body, body_hash, occurred_at, correlation_id, received_at, handled_at)
      select 'stripe', 'evt_' || n, 'x', '\\x7b7d', 'h', now(), 'cor_test', now() - n * interval '100 milliseconds', now()
      from generate_series(1, 3) n`);
    const { webhooks } = await createCaller(ada).reporting.overview({ days: 1 });
    expect(webhooks.byDay).toMatchObject([{ received: 3, p50Ms: 200, p95Ms: 290 }]);
  });
});

describe("the ledger explorer", () => {
  const clearing = "gateway/stripe/clearing";

  test("lists accounts under a prefix with their balances", async () => {
    const { items } = await createCaller(ada).reporting.ledger.accounts({ prefix: "gateway/", limit: 20 });
    expect(items).toMatchObject([{ address: clearing, balance: { amount: 5_000, currency: "EUR" } }]);
  });

  test("gives a statement with the running balance", async () => {
    const statement = await createCaller(ada).reporting.ledger.statement({
      address: clearing,
      currency: "EUR",
      from: new Date("2026-11-01T00:00:00Z"),
      to: new Date("2026-12-01T00:00:00Z"),
      limit: 20,
    });
    expect(statement.items.map((line) => line.balance.amount)).toEqual([4_900, 5_000]);
    expect([statement.opening.amount, statement.closing.amount]).toEqual([0, 5_000]);
  });

  test("refuses an address that is none", async () => {
    const call = createCaller(ada).reporting.ledger.statement({
      address: "nowhere/at/all",
      currency: "EUR",
      from: new Date(0),
      to: new Date(1),
      limit: 20,
    });
    expect(problemOf(await call.catch((error: unknown) => error))).not.toBeNull();
  });

  test("finds the entries about one subject, and one by its id", async () => {
    const { items } = await createCaller(ada).reporting.ledger.entries({ subject: "pay_2", limit: 20 });
    expect(items).toMatchObject([{ subject: "pay_2", transfers: [{ debit: clearing, amount: { amount: 100 } }] }]);
    const [first] = items;
    expect(await createCaller(ada).reporting.ledger.entry({ id: first?.id ?? "" })).toEqual(first);
    await expect(createCaller(ada).reporting.ledger.entry({ id: "jnl_absent" })).rejects.toThrow();
  });

  test("says which invariants break, with examples", async () => {
    const { breaches } = await createCaller(ada).reporting.ledger.invariants();
    const orders = breaches.find((breach) => breach.name === "paid_order_has_payment");
    expect(orders?.sampleIds).toContain("ord_1");
  });
});

describe("queues", () => {
  const dead = (id: string) => sql`insert into outbox (id, job, queue, payload, correlation_id, attempts, dead_at)
    values (${id}, 'mail.test', 'mail', '{}', 'cor_test', 10, now())`;

  test("have a line each, also the empty ones", async () => {
    const { items } = await createCaller(omar).reporting.queues.list();
    expect(items.map(({ queue }) => queue).sort()).toEqual([...QUEUE_NAMES].sort());
  });

  test("a dead message is given its tries again, once, and it is on record who did so", async () => {
    await database.db.execute(dead("out_replay"));
    expect((await createCaller(ada).reporting.queues.dead({ limit: 20 })).items).toMatchObject([{ id: "out_replay" }]);
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => createCaller(ada).reporting.queues.replay({ id: "out_replay" })),
    );
    expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    const audit = await database.db.execute(sql`select actor_id from audit_entries where action = 'queues.replay'`);
    expect(audit).toEqual([{ actor_id: ada.actor.id }]);
  });

  test("a discarded message is dead no more and stays on record", async () => {
    await database.db.execute(dead("out_discard"));
    await createCaller(ada).reporting.queues.discard({ id: "out_discard" });
    await expect(createCaller(ada).reporting.queues.discard({ id: "out_discard" })).rejects.toThrow();
    const [row] = await database.db.execute(
      sql`select done_at is not null as done from outbox where id = 'out_discard'`,
    );
    expect(row).toEqual({ done: true });
  });
});

/** Who asks, what, and which error tells that they may not. */
const CALLS = {
  overview: (ctx: Context) => createCaller(ctx).reporting.overview({}),
  alerts: (ctx: Context) => createCaller(ctx).reporting.alerts(),
  accounts: (ctx: Context) => createCaller(ctx).reporting.ledger.accounts({ limit: 1 }),
  entries: (ctx: Context) => createCaller(ctx).reporting.ledger.entries({ limit: 1 }),
  invariants: (ctx: Context) => createCaller(ctx).reporting.ledger.invariants(),
  queues: (ctx: Context) => createCaller(ctx).reporting.queues.list(),
  replay: (ctx: Context) => createCaller(ctx).reporting.queues.replay({ id: "out_any" }),
  discard: (ctx: Context) => createCaller(ctx).reporting.queues.discard({ id: "out_any" }),
};

test.each(Object.entries(CALLS))("%s is refused to learners and to visitors", async (_, call) => {
  await expect(call(asha)).rejects.toMatchObject({ cause: expect.any(NotAllowed) });
  await expect(call(guest(services))).rejects.toMatchObject({ cause: expect.any(NotSignedIn) });
});

test.each(["accounts", "entries", "invariants", "replay", "discard"] as const)(
  "%s takes more than being staff",
  async (name) => {
    await expect(CALLS[name](omar)).rejects.toMatchObject({ cause: expect.any(NotAllowed) });
  },
);
