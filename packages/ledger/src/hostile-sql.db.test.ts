import { type TestDatabase, testDatabase } from "@stoa/db/testing/database";
import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { account } from "./chart.ts";
import { placeHold } from "./hold.ts";
import { runLedgerInvariants } from "./invariants.ts";
import { sealEntries } from "./seal.ts";
import { eur, inBooks, ledgerContext, post, topUp, transfer, untilSealable } from "./testing/books.ts";

const database = testDatabase();
/** What Mallory finds in the books: a wallet with 10.00, of which 4.00 is held, and a sale of 10.00. */
const known = { entry: "", topUp: "", sale: "", hold: "" };

beforeAll(async () => {
  const wallet = account.wallet("mallory");
  const paid = await topUp(database.db, wallet, 1000);
  const sold = await post(database.db, {
    kind: "order.paid",
    subject: "pay_1",
    transfers: [transfer("gateway/stripe/clearing", "revenue/course", eur(1000))],
  });
  const held = await inBooks(database.db, (ctx) =>
    placeHold(ctx, { kind: "payout.reserved", subject: "p1", transfer: transfer(wallet, "bank/main", eur(400)) }),
  );
  await untilSealable(database);
  await sealEntries(ledgerContext(database.db));
  Object.assign(known, {
    entry: paid.entryId,
    topUp: paid.transferIds[0],
    sale: sold.transferIds[0],
    hold: held.holdId,
  });
});

/** History, in the words of whoever would rewrite it. Neither the application nor the owner may, by mistake or not. */
const REWRITES = {
  "change an entry": "update ledger_entries set kind = 'gift'",
  "move an entry to another time": "update ledger_entries set effective_at = now()",
  "delete an entry": "delete from ledger_entries",
  "empty the entries": "truncate ledger_entries cascade",
  "change an amount": "update ledger_transfers set amount_minor = 1",
  "turn a hold into money": "update ledger_transfers set state = 'posted' where state = 'pending'",
  "delete a transfer": "delete from ledger_transfers",
  "empty the transfers": "truncate ledger_transfers",
  "allow an account to go below zero": "update ledger_accounts set non_negative = false",
  "delete an account": "delete from ledger_accounts",
  "empty the accounts": "truncate ledger_accounts cascade",
  "narrow the chart": "delete from ledger_chart",
  "rewrite a seal": "update ledger_seals set hash = 'x'",
  "delete a seal": "delete from ledger_sealed_entries",
};

/** What the application's role has no right to, at all. */
const FORBIDDEN = {
  ...REWRITES,
  "open a wallet without its guard":
    "insert into ledger_accounts (address, currency, kind, non_negative, tracked) values ('wallet/w', 'EUR', 'asset', false, false)",
  "widen the chart": "insert into ledger_chart values ('all', '.*', 'asset', false, false)",
  "write a balance":
    "insert into ledger_balances (address, currency, debit_normal, non_negative) values ('wallet/w', 'EUR', false, false)",
  "raise a balance": "update ledger_balances set credits_posted = credits_posted + 1000000",
  "drop the guard of a balance": "update ledger_balances set non_negative = false",
  "release what is held": "update ledger_balances set debits_pending = 0",
  "delete a balance": "delete from ledger_balances",
  "write a seal": "insert into ledger_seals values (9, 'a', 'b', 'c', 1, '1', 1)",
  "write a fold": "insert into ledger_folds values ('revenue/course', 'EUR', 0, 1, 0, 0, 1)",
  "change a fold": "update ledger_folds set credits_posted = 1",
  "back-date what was recorded": `insert into ledger_entries
    (id, kind, subject, content_hash, effective_at, actor_kind, correlation_id, recorded_at)
    values ('jnl_x', 'k', 's', 'h', '2026-01-01', 'job', 'c', '2020-01-01')`,
  "choose the transaction of an entry": `insert into ledger_entries
    (id, kind, subject, content_hash, effective_at, actor_kind, correlation_id, xid)
    values ('jnl_x', 'k', 's', 'h', '2026-01-01', 'job', 'c', '1')`,
  "switch the guards off": "alter table ledger_transfers disable trigger all",
  "switch all triggers off": "set session_replication_role = replica",
  "replace a guard":
    "create or replace function refuse_rewriting_history() returns trigger language plpgsql as 'begin return new; end'",
};

test.each(Object.entries(FORBIDDEN))("T66 the application has no right to %s", async (_, statement) => {
  await expect(run(database.sql, statement)).rejects.toMatchObject({ code: "42501" });
});

test.each(Object.entries(REWRITES))("T66 the owner of the tables does not %s by mistake", async (_, statement) => {
  const owner = postgres(database.url, { max: 1, onnotice: () => {} });
  await expect(run(owner, statement)).rejects.toMatchObject({ constraint_name: "append_only" });
  await owner.end();
});

const NEW_ENTRY = `insert into ledger_entries (id, kind, subject, content_hash, effective_at, actor_kind, correlation_id)
  values ('jnl_x', 'k', 's', 'h', '2026-01-01', 'job', 'c')`;

interface Move {
  state?: string;
  debit?: string;
  credit?: string;
  currency?: string;
  amount?: number;
  at?: string;
  pending?: string;
  reverses?: string;
}

/** A transaction that writes an entry with one transfer, by hand; honest unless told: 5 cents into Mallory's wallet. */
function entryOf(...moves: Move[]): string {
  const quoted = (id?: string) => (id === undefined ? "null" : `'${id}'`);
  const rows = moves.map((move, i) => {
    const { state = "posted", debit = "gateway/stripe/clearing", credit = "wallet/mallory" } = move;
    const { currency = "EUR", amount = 5, at = "2026-01-01", pending, reverses } = move;
    return `('trf_x${i}', 'jnl_x', ${i}, 'correction', '${state}', '${debit}', '${credit}', '${currency}', ${amount}, '${at}', ${quoted(pending)}, ${quoted(reverses)})`;
  });
  return `${NEW_ENTRY}; insert into ledger_transfers (id, entry_id, position, code, state, debit_address, credit_address,
    currency, amount_minor, effective_at, pending_id, reverses_id) values ${rows.join(", ")}`;
}

const spend = { debit: "wallet/mallory", credit: "gateway/stripe/clearing" };
const payOut = { debit: "wallet/mallory", credit: "bank/main", pending: "$hold" };
const refund = { debit: "revenue/course", credit: "gateway/stripe/clearing", reverses: "$sale" };

/** What the rules refuse, each with the rule that does. */
const REFUSED: Record<string, { sql: string; by: string }> = {
  "open an account the chart does not know": {
    sql: "insert into ledger_accounts (address, currency) values ('gateway/stripe/pocket', 'EUR')",
    by: "ledger_accounts_chart",
  },
  "write an entry of nothing": { sql: NEW_ENTRY, by: "ledger_entries_not_empty" },
  "record an event twice": {
    sql: `${NEW_ENTRY}; ${NEW_ENTRY.replace("jnl_x", "jnl_y")}`,
    by: "ledger_entries_subject_key",
  },
  "add a transfer to an entry of before": {
    sql: `insert into ledger_transfers (id, entry_id, position, code, state, debit_address, credit_address, currency, amount_minor, effective_at)
      select 'trf_x', id, 9, 'correction', 'posted', 'gateway/stripe/clearing', 'wallet/mallory', 'EUR', 5, effective_at
      from ledger_entries where id = '$entry'`,
    by: "ledger_transfers_entry_closed",
  },
  "date a transfer apart from its entry": { sql: entryOf({ at: "2025-01-01" }), by: "ledger_transfers_entry_closed" },
  "move nothing": { sql: entryOf({ amount: 0 }), by: "ledger_transfers_amount_check" },
  "move less than nothing": { sql: entryOf({ amount: -5 }), by: "ledger_transfers_amount_check" },
  "move within one account": { sql: entryOf({ debit: "wallet/mallory" }), by: "ledger_transfers_sides_check" },
  "mix currencies": { sql: entryOf({ currency: "JPY" }), by: "ledger_transfers_debit_fk" },
  "credit an account that is not there": {
    sql: entryOf({ credit: "wallet/nobody" }),
    by: "ledger_transfers_credit_fk",
  },
  "spend more than a wallet has": { sql: entryOf({ ...spend, amount: 1001 }), by: "ledger_balances_available_check" },
  "spend what is held": { sql: entryOf({ ...spend, amount: 601 }), by: "ledger_balances_available_check" },
  "hold more than is there": {
    sql: entryOf({ ...spend, state: "pending", amount: 601 }),
    by: "ledger_balances_available_check",
  },
  "post more than is held": {
    sql: entryOf({ ...payOut, state: "post_pending", amount: 401 }),
    by: "ledger_transfers_closes_hold",
  },
  "post a hold to another account": {
    sql: entryOf({ ...payOut, state: "post_pending", credit: "gateway/stripe/clearing", amount: 400 }),
    by: "ledger_transfers_closes_hold",
  },
  "void half a hold": {
    sql: entryOf({ ...payOut, state: "void_pending", amount: 200 }),
    by: "ledger_transfers_closes_hold",
  },
  "close a transfer that is no hold": {
    sql: entryOf({ state: "void_pending", amount: 1000, pending: "$topUp" }),
    by: "ledger_transfers_closes_hold",
  },
  "close a hold twice": {
    sql: entryOf({ ...payOut, state: "post_pending", amount: 100 }, { ...payOut, state: "post_pending", amount: 100 }),
    by: "ledger_transfers_pending_key",
  },
  "post without a hold": { sql: entryOf({ state: "post_pending" }), by: "ledger_transfers_pending_check" },
  "take back more than was moved": {
    sql: entryOf({ ...refund, amount: 600 }, { ...refund, amount: 401 }),
    by: "ledger_transfers_reverses_at_most",
  },
  "take back in the same direction": { sql: entryOf({ reverses: "$topUp" }), by: "ledger_transfers_mirrors" },
  "take back a hold": {
    sql: entryOf({ debit: "bank/main", reverses: "$hold" }),
    by: "ledger_transfers_mirrors",
  },
  "append a seal out of turn": {
    sql: "select ledger_append_seal(3, (select hash from ledger_seals), 'r', 'h', '9'::xid8, 9, array[]::text[], array[]::text[])",
    by: "ledger_seals_follow",
  },
  "append a seal to another chain": {
    sql: "select ledger_append_seal(2, 'x', 'r', 'h', '9'::xid8, 9, array[]::text[], array[]::text[])",
    by: "ledger_seals_follow",
  },
  "append a seal that skips an entry": {
    sql: "select ledger_append_seal(2, (select hash from ledger_seals), 'r', 'h', '99999999'::xid8, 99, array['jnl_none'], array['h'])",
    by: "ledger_seals_due",
  },
};

test.each(Object.entries(REFUSED))("T66 the database refuses to %s", async (_, { sql, by }) => {
  await expect(run(database.sql, sql)).rejects.toMatchObject({ constraint_name: by });
});

const HONEST = {
  "a payment into a wallet": entryOf({}),
  "spending what is available": entryOf({ ...spend, amount: 600 }),
  "posting a hold": entryOf({ ...payOut, state: "post_pending", amount: 400 }),
  "posting part of a hold": entryOf({ ...payOut, state: "post_pending", amount: 100 }),
  "voiding a hold": entryOf({ ...payOut, state: "void_pending", amount: 400 }),
  "taking a sale back": entryOf({ ...refund, amount: 600 }, { ...refund, amount: 400 }),
};

test.each(Object.entries(HONEST))(
  "%s is accepted, so that each refusal above is for its own reason",
  async (_, sql) => {
    await runAndRollBack(database, sql);
  },
);

test("T66 after all of it the books are as they were", async () => {
  expect(await runLedgerInvariants(database)).toEqual([]);
});

function run(sql: postgres.Sql, statement: string): Promise<unknown> {
  return sql.begin((tx) => tx.unsafe(fill(statement)));
}

async function runAndRollBack({ sql }: TestDatabase, statement: string): Promise<void> {
  const done = new Error("rolled back");
  const attempt = sql.begin(async (tx) => {
    await tx.unsafe(fill(statement));
    await tx.unsafe("set constraints all immediate");
    throw done;
  });
  await expect(attempt).rejects.toBe(done);
}

function fill(statement: string): string {
  return statement.replace(/\$(entry|topUp|sale|hold)/g, (_, name: keyof typeof known) => known[name]);
}
