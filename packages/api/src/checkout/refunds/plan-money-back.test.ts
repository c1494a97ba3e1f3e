import { expect, test } from "vitest";
import { planMoneyBack, type SaleStanding, type SoldLine } from "./plan-money-back.ts";

const takenBack = { keptByAnother: false, enrolmentIds: ["enr_1"], inLms: true };
const NOTHING_BESIDE = { clawedBack: [], awardReturnedMinor: 0 };
const line = (lineId: string, netMinor: number, taxMinor: number, as: Partial<SoldLine> = {}): SoldLine => ({
  lineId,
  sold: { netMinor, taxMinor },
  undone: { netMinor: 0, taxMinor: 0 },
  handedOver: true,
  takenBack,
  commissions: [],
  awardedMinor: 0,
  ...as,
});

/** 40.00 and 30.00 with 20% tax, paid and standing. */
const standing = (as: Partial<SaleStanding> = {}): SaleStanding => ({
  order: { status: "paid", takenMinor: 8_400, refundedMinor: 0 },
  payment: { refundedMinor: 0, lostMinor: 0 },
  disputeOpen: false,
  couponReturns: false,
  lines: [line("oli_a", 4_000, 800), line("oli_b", 3_000, 600)],
  ...as,
});

test("a line that is given back whole ends, and the other stays", () => {
  const plan = planMoneyBack(standing(), { amountMinor: 3_600, lineIds: ["oli_b"] });
  expect(plan).toEqual({
    repaid: 0,
    undone: 3_600,
    lost: 0,
    lines: [
      { lineId: "oli_a", netMinor: 0, taxMinor: 0, remainingNetMinor: 4_000, takenBack: null, ...NOTHING_BESIDE },
      { lineId: "oli_b", netMinor: 3_000, taxMinor: 600, remainingNetMinor: 0, takenBack, ...NOTHING_BESIDE },
    ],
    order: { status: "partially_refunded", refundedMinor: 3_600 },
    payment: { refundedMinor: 3_600, lostMinor: 0 },
    credited: { netMinor: 3_000, taxMinor: 600 },
    couponReturned: false,
  });
});

test("commissions fall with their lines; a grant is returned with its course, and the coupon with the last of them", () => {
  const commission = (lineId: string, amountMinor: number, netMinor: number) => ({
    lineId,
    affiliateId: "aff_1",
    amountMinor,
    netMinor,
    remainingMinor: amountMinor,
  });
  const shared = standing({
    couponReturns: true,
    lines: [
      line("oli_a", 4_000, 800, { commissions: [commission("oli_a", 400, 4_000)] }),
      line("oli_b", 3_000, 600, { commissions: [commission("oli_b", 300, 3_000)], awardedMinor: 1_500 }),
    ],
  });
  const one = planMoneyBack(shared, { amountMinor: 3_600, lineIds: ["oli_b"] });
  expect(one.lines).toMatchObject([
    { clawedBack: [], awardReturnedMinor: 0 },
    { clawedBack: [{ affiliateId: "aff_1", minor: 300 }], awardReturnedMinor: 1_500 },
  ]);
  expect(one.couponReturned).toBe(false);
  const part = planMoneyBack(shared, { amountMinor: 4_200, lineIds: null });
  expect(part.lines.map((each) => each.clawedBack)).toEqual([
    [{ affiliateId: "aff_1", minor: 200 }],
    [{ affiliateId: "aff_1", minor: 150 }],
  ]);
  const all = planMoneyBack(shared, { amountMinor: 8_400, lineIds: null });
  expect(all).toMatchObject({
    couponReturned: true,
    lines: [{ awardReturnedMinor: 0 }, { awardReturnedMinor: 1_500 }],
  });
});

test("an amount that names no line ends nothing, also when it empties one", () => {
  const cheap = standing({
    order: { status: "paid", takenMinor: 8_401, refundedMinor: 0 },
    lines: [line("oli_a", 7_000, 1_400), line("oli_b", 1, 0)],
  });
  const plan = planMoneyBack(cheap, { amountMinor: 8_400, lineIds: null });
  expect(plan.lines.map((each) => each.remainingNetMinor).toSorted()).toContain(0);
  expect(plan.lines.map((each) => each.takenBack)).toEqual([null, null]);
});

test("the last of the money ends every line that the buyer still has, a free one too", () => {
  const lines = [line("oli_a", 7_000, 1_400), line("oli_free", 0, 0), line("oli_gone", 0, 0, { handedOver: false })];
  const plan = planMoneyBack(standing({ lines }), { amountMinor: 8_400, lineIds: null });
  expect(plan.lines.map((each) => each.takenBack)).toEqual([takenBack, takenBack, null]);
  expect(plan.order).toEqual({ status: "refunded", refundedMinor: 8_400 });
});

test("what a failed refund owes is paid first, what is beyond the sale is lost, and neither is credited", () => {
  const owing = standing({
    order: { status: "partially_refunded", takenMinor: 8_400, refundedMinor: 8_000 },
    payment: { refundedMinor: 7_000, lostMinor: 0 },
    lines: [line("oli_a", 8_000, 400, { undone: { netMinor: 7_619, taxMinor: 381 } })],
  });
  const plan = planMoneyBack(owing, { amountMinor: 1_500, lineIds: null });
  expect(plan).toMatchObject({ repaid: 1_000, undone: 400, lost: 100, credited: { netMinor: 381, taxMinor: 19 } });
  expect(plan.payment).toEqual({ refundedMinor: 8_400, lostMinor: 100 });
  expect(planMoneyBack(owing, { amountMinor: 900, lineIds: null }).credited).toBeNull();
});

test("a dispute that stays open keeps the order disputed, until all has gone back", () => {
  const disputed = standing({ order: { status: "disputed", takenMinor: 8_400, refundedMinor: 0 }, disputeOpen: true });
  expect(planMoneyBack(disputed, { amountMinor: 100, lineIds: null }).order.status).toBe("disputed");
  expect(planMoneyBack(disputed, { amountMinor: 8_400, lineIds: null }).order.status).toBe("refunded");
});
