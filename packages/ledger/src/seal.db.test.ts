import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { desc, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { account } from "./chart.ts";
import { GENESIS } from "./entry-hash.ts";
import { postEntry } from "./post-entry.ts";
import { sealEntries } from "./seal.ts";
import { eur, ledgerContext, post, transfer, untilSealable } from "./testing/books.ts";
import { whileTampered } from "./testing/tampering.ts";
import { type ChainProblem, verifyChain } from "./verify-chain.ts";

const database = testDatabase();
const clearing = account.gatewayClearing("stripe");
let sales = 0;

function sell(amount = 4_900) {
  const transfers = [transfer(clearing, "revenue/course", eur(amount)), transfer(clearing, "tax/DE/payable", eur(100))];
  return post(database.db, { kind: "order.paid", subject: `pay_${++sales}`, transfers });
}

beforeEach(async () => {
  for (let i = 0; i < 5; i++) await sell();
  await untilSealable(database);
});

test("committed entries are sealed once, in batches, each seal linked to the one before", async () => {
  const before = (await verifyChain(database)).entries;
  expect(await sealEntries(ledgerContext(database.db), 2)).toBeGreaterThanOrEqual(5);
  expect(await sealEntries(ledgerContext(database.db), 2)).toBe(0);
  const report = await verifyChain(database);
  expect(report).toMatchObject({ entries: before + 5, problems: [] });
  const seals = await database.db.select().from(tables.ledgerSeals).orderBy(tables.ledgerSeals.number);
  expect(seals.map((seal) => seal.previousHash)).toEqual([GENESIS, ...seals.slice(0, -1).map((seal) => seal.hash)]);
  expect(report.head).toBe(seals.at(-1)?.hash);
});

test("an entry of a running transaction holds back what came after it, and is sealed once it has ended", async () => {
  await sealEntries(ledgerContext(database.db));
  let sealedMeanwhile = -1;
  const late = await withTransaction(ledgerContext(database.db), async (ctx) => {
    const entry = await postEntry(ctx, {
      kind: "order.paid",
      subject: "pay_late",
      transfers: [transfer(clearing, "revenue/course", eur(1))],
    });
    await sell();
    sealedMeanwhile = await sealEntries(ledgerContext(database.db));
    return entry;
  });
  expect(sealedMeanwhile).toBe(0);
  await untilSealable(database);
  expect(await sealEntries(ledgerContext(database.db))).toBe(2);
  const [first] = await database.db
    .select()
    .from(tables.ledgerSealedEntries)
    .orderBy(desc(tables.ledgerSealedEntries.sealNumber), tables.ledgerSealedEntries.position)
    .limit(1);
  expect(first?.entryId).toBe(late.entryId);
});

test("while another seals, a sealer leaves the work to it", async () => {
  await withTransaction(ledgerContext(database.db), async (ctx) => {
    await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('ledger_seal', 0))`);
    expect(await sealEntries(ledgerContext(database.db))).toBe(0);
  });
  expect(await sealEntries(ledgerContext(database.db))).toBeGreaterThanOrEqual(5);
});

test("two sealers at once seal everything once", async () => {
  const counts = await Promise.all([1, 2, 3, 4].map(() => sealEntries(ledgerContext(database.db), 2)));
  await sealEntries(ledgerContext(database.db));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5);
  expect((await verifyChain(database)).problems).toEqual([]);
});

/** Each crime against the second of the sealed entries, the seal it is in, and what is found. */
const CRIMES: [string, string, ChainProblem["problem"]][] = [
  [
    "an amount changed",
    "update ledger_transfers set amount_minor = 1 where entry_id = '$id' and position = 0",
    "altered",
  ],
  [
    "a transfer sent elsewhere",
    "update ledger_transfers set credit_address = 'revenue/tip' where entry_id = '$id'",
    "altered",
  ],
  [
    "a release date moved",
    "update ledger_transfers set available_at = now(), available_reason = 'x' where entry_id = '$id'",
    "altered",
  ],
  [
    "an entry moved to another time",
    "update ledger_entries set effective_at = '2020-01-01' where id = '$id'",
    "altered",
  ],
  ["an entry laid on somebody else", "update ledger_entries set actor_id = 'usr_innocent' where id = '$id'", "altered"],
  ["an entry given another subject", "update ledger_entries set subject = 'pay_other' where id = '$id'", "altered"],
  ["a transfer removed", "delete from ledger_transfers where entry_id = '$id' and position = 1", "altered"],
  [
    "a transfer put in",
    "insert into ledger_transfers select 'trf_extra', entry_id, 9, code, state, debit_address, credit_address, currency, 5, effective_at from ledger_transfers where entry_id = '$id' and position = 0",
    "altered",
  ],
  [
    "an entry removed",
    "delete from ledger_transfers where entry_id = '$id'; delete from ledger_entries where id = '$id'",
    "removed",
  ],
  [
    "an entry put in before the last seal",
    "insert into ledger_entries (id, kind, subject, content_hash, effective_at, actor_kind, correlation_id, xid) values ('jnl_forged', 'k', 's', 'h', '2026-01-01', 'job', 'c', '3')",
    "inserted",
  ],
  ["all entries of a seal hidden", "delete from ledger_sealed_entries where seal_number = $seal", "wrong_root"],
  [
    "a seal's number of entries rewritten",
    "update ledger_seals set entry_count = entry_count + 1 where number = $seal",
    "wrong_root",
  ],
  [
    "the last seal numbered with a gap",
    "update ledger_sealed_entries set seal_number = seal_number + 100 where seal_number = (select max(number) from ledger_seals); update ledger_seals set number = number + 100 where number = (select max(number) from ledger_seals)",
    "broken_link",
  ],
  ["an entry hidden from its seal", "delete from ledger_sealed_entries where entry_id = '$id'", "wrong_root"],
  [
    "a hash adjusted to an altered entry",
    "update ledger_sealed_entries set entry_hash = repeat('a', 64) where entry_id = '$id'",
    "wrong_root",
  ],
  ["a root adjusted to it", "update ledger_seals set root = repeat('a', 64) where number = $seal", "wrong_hash"],
  ["a seal's hash rewritten", "update ledger_seals set hash = repeat('a', 64) where number = $seal", "wrong_hash"],
  [
    "a seal's link rewritten",
    "update ledger_seals set previous_hash = repeat('a', 64) where number = $seal",
    "broken_link",
  ],
  ["a seal removed", "delete from ledger_seals where number = $seal", "broken_link"],
];

test.each(CRIMES)("%s is found", async (_, crime, problem) => {
  await sealEntries(ledgerContext(database.db), 2);
  const [target] = await database.db
    .select()
    .from(tables.ledgerSealedEntries)
    .orderBy(tables.ledgerSealedEntries.sealNumber, tables.ledgerSealedEntries.position)
    .offset(1)
    .limit(1);
  const statement = crime.replaceAll("$id", target?.entryId ?? "").replaceAll("$seal", String(target?.sealNumber));
  await whileTampered(database, statement.split("; "), async (tampered) => {
    const { problems } = await verifyChain(tampered);
    expect(problems.map((found) => found.problem)).toContain(problem);
    if (problem === "altered" || problem === "removed") {
      expect(problems.map((found) => found.entryId)).toContain(target?.entryId);
    }
  });
  expect((await verifyChain(database)).problems).toEqual([]);
});

test("a chain of many seals is read to its end, or from the seal that is asked for", async () => {
  for (let i = 0; i < 20; i++) await sell();
  await untilSealable(database);
  await sealEntries(ledgerContext(database.db), 1);
  const [{ seals = 0, entries = 0 } = {}] = await database.sql`
    select count(*)::int as seals, sum(entry_count)::int as entries from ledger_seals`;
  expect(seals).toBeGreaterThan(40);
  const whole = await verifyChain(database);
  expect(whole).toMatchObject({ seals, entries, problems: [] });
  expect(await verifyChain(database, { fromSeal: seals - 4 })).toEqual({ ...whole, seals: 5, entries: 5 });
});

test("whoever rewrites the past and seals it anew is found by the head that was noted before", async () => {
  await sealEntries(ledgerContext(database.db));
  const { head } = await verifyChain(database);
  const rewriting = [
    "update ledger_transfers set amount_minor = amount_minor + 1",
    "delete from ledger_sealed_entries",
    "delete from ledger_seals",
  ];
  await whileTampered(database, rewriting, async (tampered) => {
    await sealEntries({ ...ledgerContext(database.db), ...tampered });
    const report = await verifyChain(tampered);
    expect(report.problems).toEqual([]);
    expect(report.head).not.toBe(head);
  });
});
