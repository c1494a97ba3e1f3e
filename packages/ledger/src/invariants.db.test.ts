import { testDatabase } from "@stoa/db/testing/database";
import { beforeAll, expect, test } from "vitest";
import { account } from "./chart.ts";
import { foldHotAccounts } from "./fold.ts";
import { placeHold, postHold } from "./hold.ts";
import { LEDGER_INVARIANTS, runLedgerInvariants } from "./invariants.ts";
import { reverseEntry } from "./reverse.ts";
import { sealEntries } from "./seal.ts";
import { eur, inBooks, ledgerContext, post, topUp, transfer } from "./testing/books.ts";
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
    expect(breaches.every((breach) => breach.sampleIds.length > 0)).toBe(true);
  });
});

test("an altered amount among the newest entries is found by its seal", async () => {
  const crime = ["update ledger_transfers set amount_minor = amount_minor + 1 where code = 'top_up'"];
  await whileTampered(database, crime, async (tampered) => {
    const breaches = await runLedgerInvariants(tampered);
    expect(breaches.map((breach) => breach.name)).toContain("recent_seals_hold");
  });
});
