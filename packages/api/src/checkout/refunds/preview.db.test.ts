import { testDatabase } from "@stoa/db/testing/database";
import { money } from "@stoa/kit";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RefundWish } from "./choose-refund.ts";
import type { RefundPreview } from "./schemas.ts";
import { REFUND_TRIALS } from "./testing/env.ts";
import { type Played, playSale, type RandomSale, randomSale } from "./testing/random-sale.ts";
import { readState, readWritten } from "./testing/read-effects.ts";
import { type RefundWorld, refundWorld } from "./testing/refund-world.ts";

const database = testDatabase();
const { shop, open } = refundWorld(database);
let world: RefundWorld;

beforeAll(async () => {
  world = await open();
});

afterAll(async () => {
  expect(await shop.breaches()).toEqual([]);
});

test(
  "what a preview says is what the refund then does, in random histories",
  async () => {
    const seen = { refused: 0, done: 0 };
    await fc.assert(
      fc.asyncProperty(randomSale, async (sale) => {
        const played = await playSale(world, sale);
        const wish = wishOf(sale, played);
        const { refunds } = world.admin.checkout;
        const preview = await refunds.preview({ orderId: played.orderId, wish }).catch(codeOf);
        const before = await readState(database, played.orderId);
        const request = refunds.request({ orderId: played.orderId, wish, note: "a random history" });
        const requested = await request.catch(codeOf);
        if (typeof preview === "string" || typeof requested === "string") {
          seen.refused += 1;
          expect(requested).toBe(preview);
          return;
        }
        seen.done += 1;
        expect(requested.amount).toEqual(preview.amount);
        await world.gateways[sale.gateway].refund(played.paymentId, preview.amount, { refundKey: requested.refundId });
        const after = await readState(database, played.orderId);
        const written = await readWritten(database, requested.refundId);
        expect({ ...effectsOf(before, after), ...written }).toEqual(foreseen(preview, before));
      }),
      { numRuns: REFUND_TRIALS.REFUND_HISTORIES, endOnFailure: true },
    );
    expect(seen.done).toBeGreaterThan(seen.refused);
  },
  60_000 + 3_000 * REFUND_TRIALS.REFUND_HISTORIES,
);

function wishOf({ wish }: RandomSale, { leftMinor, currency, lineIds }: Played): RefundWish {
  switch (wish.kind) {
    case "full":
      return wish;
    case "amount":
      return { kind: "amount", amount: money(Math.max(1, Math.floor(leftMinor * wish.share)), currency) };
    case "lines": {
      const chosen = wish.indexes.flatMap((index) => lineIds[index] ?? []);
      return { kind: "lines", lineIds: chosen.length > 0 ? chosen : lineIds.slice(0, 1) };
    }
  }
}

type State = Awaited<ReturnType<typeof readState>>;

/** What changed, in the order of the lines. */
function effectsOf(before: State, after: State) {
  const lineOf = (lineId: string) => after.lines.find((line) => line.lineId === lineId);
  const pairs = before.lines.map((line) => ({ line, now: lineOf(line.lineId) ?? line }));
  const moved = (address: string) => (after.balances[address] ?? 0) - (before.balances[address] ?? 0);
  const all = (pattern: RegExp) =>
    Object.keys(after.balances).reduce((sum, address) => sum + (pattern.test(address) ? moved(address) : 0), 0);
  return {
    order: { status: after.status, refunded: after.refunded },
    repaid: after.repaid - before.repaid,
    ended: pairs.flatMap(({ line, now }) => (line.own && !now.own ? line.lineId : [])),
    kept: pairs.flatMap(({ line, now }) => (line.own && !now.own && now.any ? line.lineId : [])),
    closed: pairs.map(({ line, now }) => line.open - now.open),
    clawedBack: pairs.map(({ line }) => (before.commissions[line.lineId] ?? 0) - (after.commissions[line.lineId] ?? 0)),
    grantReturned: pairs.map(({ line }) => (before.granted[line.lineId] ?? 0) - (after.granted[line.lineId] ?? 0)),
    couponReturned: before.couponUsed && !after.couponUsed,
    clearing: all(/^gateway\/.*\/clearing$/),
    revenue: moved("revenue/course"),
    pool: all(/^grants\//),
    tax: all(/^tax\//),
  };
}

/** What the preview says, in the words of the database. */
function foreseen(preview: RefundPreview, before: State) {
  const { lines, creditNote, amount } = preview;
  const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);
  return {
    order: { status: preview.order.status, refunded: preview.order.refunded.amount },
    repaid: preview.owed.amount,
    ended: lines.flatMap((line) => (line.ends ? line.lineId : [])),
    kept: lines.flatMap((line) => (line.ends && line.keptByAnother ? line.lineId : [])),
    closed: lines.map((line) => line.enrolmentsClosed),
    clawedBack: lines.map((line) => sum(line.commissions.map((commission) => commission.amount.amount))),
    grantReturned: lines.map((line) => line.grantReturned.amount),
    couponReturned: preview.couponReturned && before.couponUsed,
    clearing: -amount.amount,
    revenue: sum(lines.map((line) => line.net.amount + line.grantReturned.amount)),
    pool: 0 - sum(lines.map((line) => line.grantReturned.amount)),
    tax: sum(lines.map((line) => line.tax.amount)),
    lines: lines.flatMap(({ lineId, net, tax, total }) =>
      total.amount > 0 ? [{ lineId, net: net.amount, tax: tax.amount }] : [],
    ),
    note: creditNote && {
      net: creditNote.net.amount,
      tax: creditNote.tax.amount,
      total: creditNote.total.amount,
    },
    lmsTold: lines.flatMap((line) => (line.lmsTold ? line.lineId : [])),
  };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(error);
}
