import { testDatabase } from "@stoa/db/testing/database";
import { money } from "@stoa/kit";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { REFUND_TRIALS } from "./testing/env.ts";
import { leftOf, type Played, playSale, type RandomSale, randomSale } from "./testing/random-sale.ts";
import { readCredited, readState } from "./testing/read-effects.ts";
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

/** A part that goes back before the rest: a share of what is left from the gateway's own page, or a line that staff name. */
const part = fc.oneof(
  fc.record({ kind: fc.constant("share" as const), share: fc.double({ min: 0.001, max: 0.9, noNaN: true }) }),
  fc.record({ kind: fc.constant("line" as const), index: fc.nat(3) }),
);
type Part = typeof part extends fc.Arbitrary<infer P> ? P : never;

test(
  "T70 T77 however a refund is cut, by share or by line, its parts end as one refund of the whole does",
  async () => {
    const unharmed = randomSale.map((sale) => ({ ...sale, before: [] }));
    const parts = fc.array(part, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(unharmed, parts, async (sale, cut) => {
        const [whole, inParts] = [await playSale(world, sale), await playSale(world, sale)];
        await giveBackRest(sale, whole);
        for (const each of cut) await giveBack(sale, inParts, each);
        await giveBackRest(sale, inParts);
        const end = await endOf(inParts);
        expect(end).toEqual(await endOf(whole));
        expect(end).toMatchObject({ status: "refunded", couponUsed: sale.less.kind === "grant" });
      }),
      { numRuns: REFUND_TRIALS.REFUND_HISTORIES, endOnFailure: true },
    );
  },
  60_000 + 3_000 * REFUND_TRIALS.REFUND_HISTORIES,
);

async function giveBackRest({ gateway }: RandomSale, { paymentId, currency }: Played): Promise<void> {
  const left = await leftOf(database, paymentId);
  if (left > 0) await world.gateways[gateway].refund(paymentId, money(left, currency));
}

async function giveBack({ gateway }: RandomSale, played: Played, of: Part): Promise<void> {
  const { orderId, paymentId, lineIds, currency } = played;
  const left = await leftOf(database, paymentId);
  if (of.kind === "share") {
    const minor = Math.floor(left * of.share);
    if (minor > 0) await world.gateways[gateway].refund(paymentId, money(minor, currency));
    return;
  }
  const lineId = lineIds[of.index % lineIds.length] ?? "";
  const wish = { kind: "lines" as const, lineIds: [lineId] };
  const { refunds } = world.admin.checkout;
  const asked = await refunds.request({ orderId, wish, note: "one line" }).catch(() => null);
  if (asked) await world.gateways[gateway].refund(paymentId, asked.amount, { refundKey: asked.refundId });
}

/** How a sale stands, without the names that differ from one sale to the next. */
async function endOf({ orderId }: Played) {
  const { lines, commissions, granted, ...rest } = await readState(database, orderId);
  return {
    ...rest,
    lines: lines.map(({ lineId, ...line }) => ({
      ...line,
      commission: commissions[lineId] ?? 0,
      granted: granted[lineId] ?? 0,
    })),
    credited: await readCredited(database, orderId),
  };
}
