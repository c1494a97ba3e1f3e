import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type EntryRow, entryFacts, hashEntry, sealHash, type TransferRow, transferFacts } from "./entry-hash.ts";

const NOON = new Date("2026-03-01T12:00:00.000Z");
const LATER = new Date("2026-04-01T00:00:00.000Z");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const entry: EntryRow = {
  id: "jnl_1",
  seq: 1,
  xid: "7",
  kind: "order.paid",
  subject: "pay_1",
  contentHash: "c",
  effectiveAt: NOON,
  recordedAt: NOON,
  actorKind: "job",
  actorId: "settle-payment",
  correlationId: "cor_1",
  reversesId: null,
};
const transfer: TransferRow = {
  id: "trf_1",
  entryId: "jnl_1",
  position: 0,
  code: "commission",
  state: "posted",
  debitAddress: "affiliates/commissions",
  creditAddress: "affiliate/aff_1/payable",
  currency: "EUR",
  amountMinor: 400,
  effectiveAt: NOON,
  pendingId: null,
  reversesId: null,
  availableAt: NOON,
  availableReason: "refund_window",
};

describe("the hash of an entry", () => {
  test.each<Partial<EntryRow>>([
    { id: "jnl_2" },
    { seq: 2 },
    { kind: "order.refunded" },
    { subject: "pay_2" },
    { contentHash: "d" },
    { effectiveAt: LATER },
    { recordedAt: LATER },
    { actorKind: "user" },
    { actorId: "usr_1" },
    { correlationId: "cor_2" },
    { reversesId: "jnl_0" },
  ])("is another when %j", (change) => {
    expect(hashEntry({ ...entry, ...change }, [transfer])).not.toBe(hashEntry(entry, [transfer]));
  });

  test.each<Partial<TransferRow>>([
    { id: "trf_2" },
    { position: 1 },
    { code: "clawback" },
    { state: "pending" },
    { debitAddress: "bank/main" },
    { creditAddress: "bank/main" },
    { currency: "USD" },
    { amountMinor: 401 },
    { pendingId: "trf_0" },
    { reversesId: "trf_0" },
    { availableAt: LATER },
    { availableAt: null },
    { availableReason: "other" },
  ])("is another when of a transfer %j", (change) => {
    expect(hashEntry(entry, [{ ...transfer, ...change }])).not.toBe(hashEntry(entry, [transfer]));
  });

  test("is the same in every database, and is put together in a form that never changes", () => {
    expect(hashEntry({ ...entry, xid: "8" }, [transfer])).toBe(hashEntry(entry, [transfer]));
    const facts = [
      ["jnl_1", 1, "order.paid", "pay_1", "c", NOON, NOON, "job", "settle-payment", "cor_1", null],
      ["trf_1", 0, "commission", "posted", "affiliates/commissions", "affiliate/aff_1/payable", "EUR", 400],
    ];
    const ofTransfer = JSON.stringify([...(facts[1] ?? []), null, null, NOON, "refund_window"]);
    expect([entryFacts(entry), transferFacts(transfer)]).toEqual([JSON.stringify(facts[0]), ofTransfer]);
    const hash = sha256(`transfer\n${ofTransfer}`);
    expect(hashEntry(entry, [transfer, transfer])).toBe(sha256(`entry\n${JSON.stringify(facts[0])}\n${hash}\n${hash}`));
  });
});

test("the hash of a seal is over its number, the seal before, how many entries it holds, and their root", () => {
  const link = { number: 2, previousHash: "p", root: "r", entryCount: 5 };
  expect(sealHash(link)).toBe(sha256("seal\n2\np\n5\nr"));
});
