import { connect } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { beforeAll, describe, expect, test } from "vitest";
import { account } from "./chart.ts";
import { foldHotAccounts } from "./fold.ts";
import { placeHold, postHold } from "./hold.ts";
import { type Breach, LEDGER_INVARIANTS, runLedgerInvariants } from "./invariants.ts";
import { reverseEntry } from "./reverse.ts";
import { sealEntries } from "./seal.ts";
import { eur, inBooks, ledgerContext, post, topUp, transfer, untilSealable } from "./testing/books.ts";
import { whileTampered } from "./testing/tampering.ts";

const database = testDatabase();

/** Books with one of everything: a sale in part refunded, a wallet, a hold open and a hold posted, seals and folds. */
beforeAll(async () => {
  const wallet = account.wallet("ada");
  await topUp(database.db, wallet, 1_000);
  const sale = await post(database.db, {
    kind: "order.paid",
    subject: "pay_1",
    transfers: [transfer("gateway/stripe/clearing", "revenue/course", eur(4_900))],
  });
  const part = { amount: eur(900), over: account.gatewayClearing("stripe") };
  await inBooks(database.db, (ctx) =>
    reverseEntry(ctx, { entryId: sale.entryId, kind: "order.refunded", subject: "rf_1", code: "refund", part }),
  );
  const hold = (subject: string) => ({
    kind: "payout.reserved",
    subject,
    transfer: transfer(wallet, "bank/main", eur(200)),
  });
  await inBooks(database.db, (ctx) => placeHold(ctx, hold("po_open")));
  const { holdId } = await inBooks(database.db, (ctx) => placeHold(ctx, hold("po_paid")));
  await inBooks(database.db, (ctx) =>
    postHold(ctx, { holdId, kind: "payout.paid", subject: "po_paid", amount: eur(150) }),
  );
  await untilSealable(database);
  await sealEntries(ledgerContext(database.db), 3);
  await foldHotAccounts(ledgerContext(database.db));
});

/** One corruption for each invariant; the constraint that would refuse it is dropped first. */
const CORRUPTIONS: Record<string, string[]> = {
  debits_equal_credits: ["update ledger_balances set credits_posted = credits_posted + 1 where address = 'wallet/ada'"],
  no_forbidden_negative: [
    "alter table ledger_balances drop constraint ledger_balances_available_check",
    "update ledger_balances set debits_pending = 5000 where address = 'wallet/ada'",
  ],
  balances_match_transfers: ["update ledger_balances set credits_pending = 7 where address = 'wallet/ada'"],
  folds_match_transfers: [
    "update ledger_folds set credits_posted = credits_posted + 1 where address = 'revenue/course'",
  ],
  balance_rows_follow_accounts: ["update ledger_balances set non_negative = false where address = 'wallet/ada'"],
  accounts_as_declared: ["update ledger_accounts set kind = 'expense' where address = 'revenue/course'"],
  transfers_between_accounts_of_their_currency: ["update ledger_transfers set currency = 'USD' where code = 'refund'"],
  amounts_positive: [
    "alter table ledger_transfers drop constraint ledger_transfers_amount_check",
    "update ledger_transfers set amount_minor = -1 where code = 'refund'",
  ],
  entries_have_transfers: ["delete from ledger_transfers where code = 'top_up'"],
  transfers_have_entries: ["delete from ledger_entries where kind = 'order.refunded'"],
  events_recorded_once: [
    "drop index ledger_entries_subject_key",
    "update ledger_entries set kind = 'order.paid', subject = 'pay_1' where kind = 'order.refunded'",
  ],
  holds_closed_at_most_once: [
    "drop index ledger_transfers_pending_key",
    "insert into ledger_transfers select id || 'x', entry_id, 1, code, state, debit_address, credit_address, currency, amount_minor, effective_at, pending_id from ledger_transfers where state = 'post_pending'",
  ],
  reversals_within_originals: ["update ledger_transfers set amount_minor = 4901 where reverses_id is not null"],
  seals_linked: ["update ledger_seals set previous_hash = 'x' where number = 2"],
  sealed_without_gap: ["delete from ledger_sealed_entries where seal_number = 1 and position = 0"],
};

test("books in order break no invariant", async () => {
  expect(await runLedgerInvariants(database)).toEqual([]);
});

test("every invariant has its corruption", () => {
  expect(Object.keys(CORRUPTIONS).sort()).toEqual(LEDGER_INVARIANTS.map((invariant) => invariant.name).sort());
});

test.each(Object.entries(CORRUPTIONS))("%s finds its corruption", async (name, statements) => {
  await whileTampered(database, statements, async (tampered) => {
    const breaches = await runLedgerInvariants(tampered);
    expect(breaches.map((breach) => breach.name)).toContain(name);
    expect(breaches.every((breach) => breach.sampleIds.length > 0 && breach.sampleIds.every(Boolean))).toBe(true);
  });
});

test("asked alone, all invariants see one snapshot that cannot be written, with time and memory for a large book", async () => {
  // The first invariant reads this view, and shows as offenders what it finds there.
  const probe = `create view ledger_totals as select concat_ws(', ', current_setting('transaction_isolation'),
      current_setting('transaction_read_only'), current_setting('statement_timeout'), current_setting('work_mem')) as currency,
    1 as debits_posted, 0 as credits_posted, 0 as debits_pending, 0 as credits_pending`;
  const owner = connect({ url: database.url, applicationName: "probe", max: 1, role: null });
  await owner.sql.unsafe("alter view ledger_totals rename to ledger_totals_kept");
  try {
    await owner.sql.unsafe(`${probe}; grant select on ledger_totals to public`);
    const [alone] = await runLedgerInvariants(database);
    expect(alone?.sampleIds).toEqual(["repeatable read, on, 1min, 128MB"]);
    const [inside] = await database.db.transaction((db) => runLedgerInvariants({ db }));
    const [own] = await database.sql`
      select current_setting('statement_timeout') as time, current_setting('work_mem') as memory`;
    expect(inside?.sampleIds).toEqual([`read committed, off, ${own?.time}, ${own?.memory}`]);
  } finally {
    await owner.sql.unsafe("drop view if exists ledger_totals; alter view ledger_totals_kept rename to ledger_totals");
    await owner.close();
  }
});

describe("the seals of the books", () => {
  beforeAll(async () => {
    for (let n = 1; n <= 7; n++) {
      await topUp(database.db, account.wallet(`sealed_${n}`), 100);
      await untilSealable(database);
      await sealEntries(ledgerContext(database.db));
    }
  });

  const alter = (wallet: string) => [
    `update ledger_transfers set amount_minor = amount_minor + 1 where credit_address = 'wallet/${wallet}'`,
  ];
  const chainBreach = async (statements: readonly string[]) => {
    let found: Breach | undefined;
    await whileTampered(database, statements, async (tampered) => {
      found = (await runLedgerInvariants(tampered)).find((breach) => breach.name === "recent_seals_hold");
    });
    return found;
  };

  test("show an altered amount among the entries of the newest five, and which entry it is", async () => {
    const [entry] = await database.sql`
      select entry_id as id from ledger_transfers where credit_address = 'wallet/sealed_3'`;
    expect(await chainBreach(alter("sealed_3"))).toEqual({
      name: "recent_seals_hold",
      states: "The newest entries hash to what their seals say.",
      sampleIds: [`altered ${entry?.id}`],
    });
  });

  test("are left to the nightly check when they are older", async () => {
    expect(await chainBreach(alter("sealed_2"))).toBeUndefined();
  });

  test("are named by their number when they themselves were changed", async () => {
    const [newest] = await database.sql`select max(number) as number from ledger_seals`;
    const rewritten = [`update ledger_seals set hash = repeat('a', 64) where number = ${newest?.number}`];
    expect((await chainBreach(rewritten))?.sampleIds).toEqual([`wrong_hash ${newest?.number}`]);
  });

  test("show ten places of a breach at most", async () => {
    for (let n = 1; n <= 12; n++) await topUp(database.db, account.wallet(`many_${n}`), 100);
    await untilSealable(database);
    await sealEntries(ledgerContext(database.db));
    const crime = ["update ledger_transfers set amount_minor = 7 where credit_address like 'wallet/many%'"];
    expect((await chainBreach(crime))?.sampleIds).toHaveLength(10);
  });
});
