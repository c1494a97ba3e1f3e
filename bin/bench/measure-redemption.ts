import { createCoupon } from "@stoa/api/coupons/index";
import { createCouponInput } from "@stoa/api/coupons/schemas";
import { type BenchCoupon, pendingOrders, settleOrder } from "./orders.ts";
import { type BenchRow, load, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

const ORDERS = 200;
const AT_ONCE = 8;
const PRICE_MINOR = 4_900;
const DISCOUNT_MINOR = 490;
/** To reserve: the lock, the coupon, its uses by the person, the row. To use: the row, and whether a grant issued it. */
const STATEMENTS = 6;

/** What one coupon that everybody uses costs: orders that use it beside orders that do not, placed and settled in turns. */
export async function measureRedemption(scratch: Scratch): Promise<BenchRow[]> {
  const { ctx } = scratch;
  const discount = { kind: "amount", amount: { amount: DISCOUNT_MINOR, currency: "EUR" } };
  const terms = createCouponInput.parse({ label: "Bench", discount, scope: { kind: "all_courses" } });
  const { id, code } = await createCoupon(ctx, terms);
  const coupon = { id, code, discountMinor: DISCOUNT_MINOR };
  await sell(scratch, "warm", null);
  await sell(scratch, "warm-coupon", coupon);
  const without = await sell(scratch, "without", null);
  const using = await sell(scratch, "with", coupon);
  return [
    row("orders settled that redeem one coupon, 8 at once", using.perSecond, "orders/s", without.perSecond),
    row("statements of a redemption", (using.statements - without.statements) / ORDERS, "statements", STATEMENTS),
  ];
}

async function sell(scratch: Scratch, label: string, coupon: BenchCoupon | null) {
  const before = await scratch.statements();
  const orders = await pendingOrders(scratch.ctx, ORDERS, `redemption-${label}`, coupon);
  const totalMinor = PRICE_MINOR - (coupon?.discountMinor ?? 0);
  const { perSecond } = await load(orders, AT_ONCE, (id) => settleOrder(scratch.ctx, id, totalMinor));
  return { perSecond, statements: (await scratch.statements()) - before };
}
