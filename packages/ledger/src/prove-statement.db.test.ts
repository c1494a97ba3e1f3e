import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS } from "@stoa/kit";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { account } from "./chart.ts";
import { proveStatement, type StatementProof, StatementTooLong, verifyProof } from "./prove-statement.ts";
import { sealEntries } from "./seal.ts";
import { eur, ledgerContext, NOON, post, transfer, untilSealable } from "./testing/books.ts";
import { whileTampered } from "./testing/tampering.ts";
import { verifyChain } from "./verify-chain.ts";

const database = testDatabase();
const payable = account.affiliatePayable("aff_1");
const march = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-04-01T00:00:00Z") };
let proof: StatementProof;

/** Thirteen sales a day apart, every third by the affiliate, sealed by fives. */
beforeAll(async () => {
  for (let n = 0; n < 13; n++) {
    const commission = transfer("affiliates/commissions", payable, eur(100 + n), { code: "commission" });
    const sale = transfer("gateway/stripe/clearing", "revenue/course", eur(5_000 + n), { code: "sale" });
    const transfers = n % 3 === 0 ? [sale, commission] : [sale];
    await post(database.db, {
      kind: "order.paid",
      subject: `pay_${n}`,
      effectiveAt: new Date(NOON.getTime() + n * DAY_MS),
      transfers,
    });
  }
  await untilSealable(database);
  await sealEntries(ledgerContext(database.db), 5);
});

beforeEach(async () => {
  proof = await proveStatement(database, { address: payable, currency: "EUR", ...march });
});

test("a payee's statement proves itself, up to the head of the chain", async () => {
  expect(verifyProof(proof)).toEqual({ valid: true, lines: 5, head: (await verifyChain(database)).head });
  expect(verifyProof(JSON.parse(JSON.stringify(proof)))).toMatchObject({ valid: true });
  expect(proof.unsealed).toBe(0);
});

test("so does the statement of the account on the other side", async () => {
  const costs = await proveStatement(database, { address: "affiliates/commissions", currency: "EUR", ...march });
  expect(verifyProof(costs)).toMatchObject({ valid: true, lines: 5 });
  expect(JSON.stringify(costs)).not.toContain("revenue/course");
});

test("it shows no transfer of anybody else", () => {
  expect(JSON.stringify(proof)).not.toContain("revenue/course");
  expect(JSON.stringify(proof)).toContain(payable);
});

test("one changed figure, date, place or hash makes it fail", () => {
  const forgeries: [string, string][] = [
    [",100,null", ",900,null"],
    ["2026-03-01T12", "2026-03-02T12"],
    [proof.entries[0]?.path[0]?.hash ?? "", "c".repeat(64)],
    [proof.seals[1]?.root ?? "", "c".repeat(64)],
    [proof.seals[0]?.hash ?? "", "c".repeat(64)],
    [proof.seals.at(-1)?.hash ?? "", "c".repeat(64)],
    ['"entryCount":5', '"entryCount":4'],
  ];
  for (const [honest, forged] of forgeries) {
    const text = JSON.stringify(proof);
    expect(text).toContain(honest);
    expect(verifyProof(JSON.parse(text.replace(honest, forged)))).toMatchObject({ valid: false });
  }
  const [first] = proof.seals;
  const rewritten = { ...proof, seals: [{ ...first, hash: "c".repeat(64) }, ...proof.seals.slice(1)] };
  expect(verifyProof(JSON.parse(JSON.stringify(rewritten)))).toEqual({
    valid: false,
    reason: "seal 1 does not have its hash",
  });
  const nowhere = { ...proof, entries: proof.entries.map((entry) => ({ ...entry, sealNumber: 99 })) };
  expect(verifyProof(nowhere)).toEqual({
    valid: false,
    reason: `an entry is not in seal 99: ${proof.entries[0]?.facts}`,
  });
  const moved = { ...proof, entries: proof.entries.map((entry) => ({ ...entry, sealNumber: 3 })) };
  expect(verifyProof(moved)).toMatchObject({ valid: false, reason: expect.stringContaining("seal 3") });
  const unlinked = { ...proof, seals: proof.seals.filter((seal) => seal.number !== 2) };
  expect(verifyProof(unlinked)).toMatchObject({ valid: false, reason: expect.stringContaining("does not follow") });
});

test("what is not sealed yet is counted, not proven; a period of nothing proves nothing", async () => {
  const commission = transfer("affiliates/commissions", payable, eur(7), { code: "commission" });
  await post(database.db, { kind: "order.paid", subject: "pay_new", effectiveAt: NOON, transfers: [commission] });
  const fresh = await proveStatement(database, { address: payable, currency: "EUR", ...march });
  expect(fresh).toMatchObject({ unsealed: 1, entries: proof.entries });
  const nobody = await proveStatement(database, {
    address: account.affiliatePayable("aff_2"),
    currency: "EUR",
    ...march,
  });
  expect(verifyProof(nobody)).toEqual({ valid: true, lines: 0, head: null });
});

test("a transfer that was removed around the ledger makes it fail; an entry that was removed is missing in it", async () => {
  const [entryId] = JSON.parse(proof.entries[1]?.facts ?? "[]");
  const crime = [`delete from ledger_transfers where entry_id = '${entryId}' and code = 'sale'`];
  const removal = [`delete from ledger_entries where id = '${entryId}'`];
  const request = { address: payable, currency: "EUR", ...march } as const;
  await whileTampered(database, crime, async (tampered) => {
    expect(verifyProof(await proveStatement(tampered, request))).toMatchObject({ valid: false });
  });
  await whileTampered(database, removal, async (tampered) => {
    const { entries } = await proveStatement(tampered, request);
    expect(entries.map(({ facts }) => facts)).toEqual(
      proof.entries.map(({ facts }) => facts).filter((facts) => !facts.includes(entryId)),
    );
  });
});

test("a proof holds two thousand entries; for more, a shorter period is asked for", async () => {
  const many = (count: number) => [
    `insert into ledger_transfers (id, entry_id, position, code, state, debit_address, credit_address, currency,
       amount_minor, effective_at)
     select 'trf_many_' || n, 'jnl_many_' || n, 0, 'commission', 'posted', 'affiliates/commissions',
       'affiliate/aff_many/payable', 'EUR', 1, '2026-03-02T00:00:00Z' from generate_series(1, ${count}) as n`,
  ];
  const request = { address: account.affiliatePayable("aff_many"), currency: "EUR", ...march } as const;
  await whileTampered(database, many(2_000), async (tampered) => {
    expect(await proveStatement(tampered, request)).toMatchObject({ entries: [], unsealed: 2_000 });
  });
  await whileTampered(database, many(2_001), async (tampered) => {
    await expect(proveStatement(tampered, request)).rejects.toThrow(
      expect.objectContaining({
        constructor: StatementTooLong,
        kind: "unprocessable",
        code: "statement_too_long",
        message: "A proof holds at most 2000 entries; ask for a shorter period.",
        details: { limit: 2_000 },
      }),
    );
  });
});
