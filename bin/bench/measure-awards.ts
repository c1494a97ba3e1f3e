import { confirmFreeOrder } from "@stoa/api/checkout/free-order";
import { sealFreeOrderLink } from "@stoa/api/checkout/free-order-link";
import { CouponNotValid } from "@stoa/api/coupons/index";
import { approveApplication, contributeToPool, createPool, submitApplication } from "@stoa/api/grants/index";
import type { Context } from "@stoa/api/platform/context";
import { addMs, DAY_MS, money } from "@stoa/kit";
import postgres from "postgres";
import { type BenchCoupon, pendingOrder, pendingOrders, settleOrder } from "./orders.ts";
import { type BenchRow, load, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

const ORDERS = 200;
const AT_ONCE = 4;
const TRIES = 500;
const TRIES_AT_ONCE = 32;
const PRICE_MINOR = 4_900;
/** What is left to pay of it when a grant pays three quarters. */
const PART_MINOR = 1_225;
const COURSE = "double-entry-for-makers";
/** To use: the coupon's use, the award, the pool's balance, the hold, its entry and balances, and the award's end. */
const STATEMENTS = 7;

/** What redeeming grants costs: of a part and of the whole price, beside sales without, and many tries at one award. */
export async function measureAwards(scratch: Scratch): Promise<BenchRow[]> {
  const sql = postgres(scratch.url, { max: 1 });
  try {
    return await measure(scratch, { ctx: scratch.ctx, sql, poolId: await addPool(scratch.ctx) });
  } finally {
    await sql.end();
  }
}

/** What awards are made with, and looked up by. */
interface Fund {
  ctx: Context;
  sql: postgres.Sql;
  poolId: string;
}

async function measure(scratch: Scratch, fund: Fund): Promise<BenchRow[]> {
  const { ctx } = scratch;
  await settle(scratch, await pendingOrders(ctx, ORDERS, "awards-warm"), PRICE_MINOR);
  await settle(scratch, await awarded(fund, "awards-warm-part", 75), PART_MINOR);
  const sales = await settle(scratch, await pendingOrders(ctx, ORDERS, "awards-without"), PRICE_MINOR);
  const part = await settle(scratch, await awarded(fund, "part", 75), PART_MINOR);
  const whole = await confirm(scratch, await awarded(fund, "whole", 100));
  await mustAllBeUsed(fund, 3 * ORDERS);
  return [
    row("orders settled that redeem a grant of a part, 4 at once", part.perSecond, "orders/s", sales.perSecond),
    row("statements of its redemption", part.statements - sales.statements, "statements", STATEMENTS),
    row("places given for a grant of the whole price, 4 at once", whole.perSecond, "orders/s", sales.perSecond),
    row("statements of such a place, beside those of a sale", whole.statements, "statements", sales.statements),
    ...(await tryOneAward(fund)),
  ];
}

async function addPool(ctx: Context): Promise<string> {
  const terms = { name: "Bench", description: "For who could not come otherwise.", currency: "EUR" } as const;
  const { id: poolId } = await createPool(ctx, terms);
  await contributeToPool(ctx, { poolId, amount: money(4 * ORDERS * PRICE_MINOR, "EUR"), note: "To begin with" });
  return poolId;
}

/** Orders that wait to be paid, or for the proof of their address, each with the award of its buyer reserved. */
async function awarded(fund: Fund, label: string, percent: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < ORDERS; index++) {
    const email = `${label}-${index}@example.com`;
    ids.push(await pendingOrder(fund.ctx, email, await award(fund, email, percent)));
  }
  return ids;
}

async function award({ ctx, sql, poolId }: Fund, email: string, percent: number): Promise<BenchCoupon> {
  const statement = "I teach drawing in a village school and have no means to pay for this course.";
  await submitApplication(ctx, { course: COURSE, email, name: "Ravi", statement, requestedPercent: percent });
  const [applied] = await sql<{ id: string }[]>`select id from grant_applications where email_normalised = ${email}`;
  const expiresAt = addMs(ctx.clock.now(), 30 * DAY_MS);
  const { awardId, granted } = await approveApplication(ctx, { id: applied?.id ?? "", poolId, percent, expiresAt });
  const [coupon] = await sql<{ id: string; code: string }[]>`
    select c.id, c.code from coupons c join grant_awards a on a.coupon_id = c.id where a.id = ${awardId}`;
  if (!coupon) throw new Error(`award ${awardId} has no coupon`);
  return { ...coupon, discountMinor: granted.amount };
}

function settle(scratch: Scratch, orders: readonly string[], totalMinor: number) {
  return counted(scratch, orders, (id) => settleOrder(scratch.ctx, id, totalMinor));
}

/** What follows the link that proves the address. */
function confirm(scratch: Scratch, orders: readonly string[]) {
  return counted(scratch, orders, (id) => confirmFreeOrder(scratch.ctx, sealFreeOrderLink(scratch.ctx, id)));
}

async function counted(scratch: Scratch, orders: readonly string[], work: (id: string) => Promise<unknown>) {
  const before = await scratch.statements();
  const { perSecond } = await load(orders, AT_ONCE, work);
  return { perSecond, statements: ((await scratch.statements()) - before) / orders.length };
}

async function mustAllBeUsed({ sql, poolId }: Fund, count: number): Promise<void> {
  const [row] = await sql<{ used: number }[]>`
    select count(*)::int as used from grant_awards where pool_id = ${poolId} and status = 'used'`;
  if (row?.used !== count) throw new Error(`${row?.used} of ${count} awards were used`);
}

/** One award that many want at a moment: one gets it, and the others learn so about as fast as others place an order. */
async function tryOneAward(fund: Fund): Promise<BenchRow[]> {
  const email = "wanted@example.com";
  const { ctx } = fund;
  const coupon = await award(fund, email, 75);
  const tries = Array.from({ length: TRIES }, (_, index) => index);
  const placed = await load(tries, TRIES_AT_ONCE, (index) => pendingOrder(ctx, `placed-${index}@example.com`, null));
  let got = 0;
  const tried = await load(tries, TRIES_AT_ONCE, async () => {
    try {
      await pendingOrder(ctx, email, coupon);
      got += 1;
    } catch (error) {
      if (!(error instanceof CouponNotValid)) throw error;
    }
  });
  if (got !== 1) throw new Error(`one award was reserved ${got} times`);
  return [row(`tries at one grant, ${TRIES_AT_ONCE} at once`, tried.perSecond, "tries/s", placed.perSecond)];
}
