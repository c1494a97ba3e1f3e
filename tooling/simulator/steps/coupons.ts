import { type Currency, DAY_MS, HOUR_MS, money } from "@stoa/kit";
import type { SimulatedDomain } from "../domains.ts";
import type { Coupon } from "../model/coupons.ts";
import type { Simulation } from "../simulation.ts";
import type { Done } from "../step.ts";
import { asStaff } from "./as-staff.ts";

/** Few, with few uses, and some soon over, so that people and orders meet at their limits. */
const COUPONS_AT_FIRST = 3;

/** What staff do with coupons; buyers bring them along when they start a checkout. */
export const COUPONS: SimulatedDomain = {
  setUp: async (simulation) => {
    for (let made = 0; made < COUPONS_AT_FIRST; made++) {
      for (const effect of (await create(simulation)).effects) effect(simulation.shop);
    }
  },
  steps: [
    { name: "make a coupon", weight: 0.5, run: create },
    { name: "pause a coupon", weight: 0.4, run: (simulation) => move(simulation, "active", "paused") },
    { name: "resume a coupon", weight: 0.8, run: (simulation) => move(simulation, "paused", "active") },
    { name: "end a coupon", weight: 0.2, run: (simulation) => move(simulation, "active", "ended") },
  ],
  meeting: { "pause a coupon": 0.5, "end a coupon": 0.5 },
  picture: `
    select concat_ws(' ', 'coupon', code, status, 'used', uses) from coupons
    union all
    select concat_ws(' ', 'redemption', c.code, 'of', r.order_id, r.status)
      from coupon_redemptions r join coupons c on c.id = r.coupon_id`,
};

async function create(simulation: Simulation): Promise<Done> {
  const { chance, now, shop } = simulation;
  const code = `CODE-${shop.coupons.size + 1}-${chance.below(1_000)}`;
  const coupon: Coupon = {
    discount: chance.pick<() => Coupon["discount"]>([
      () => ({ kind: "percentage", bps: chance.pick([1_000, 3_333, 5_000, 10_000]) }),
      () => ({ kind: "amount", amount: chance.pick([1, 999, 4_900]), currency: "EUR" }),
    ])(),
    courses: chance.happens(0.5) ? null : [chance.pick([...shop.courses.keys()])],
    holder: null,
    max: chance.pick([null, 1, 2]),
    perPerson: chance.pick([null, 1, 1, 2]),
    endsAt: chance.happens(0.5) ? now + chance.pick([HOUR_MS, 3 * HOUR_MS, DAY_MS]) : null,
    returns: chance.happens(0.5),
    status: "active",
  };
  return asStaff(
    simulation,
    `there is a coupon ${code}`,
    () => simulation.staff().coupons.create(inputOf(code, coupon)),
    (next) => void next.coupons.set(code, coupon),
  );
}

function inputOf(code: string, { discount, courses, max, perPerson, endsAt, returns }: Coupon) {
  return {
    code,
    label: code,
    discount:
      discount.kind === "percentage"
        ? { kind: "percentage" as const, rateBps: discount.bps }
        : { kind: "amount" as const, amount: money(discount.amount, discount.currency as Currency) },
    scope: courses === null ? { kind: "all_courses" as const } : { kind: "courses" as const, courseIds: [...courses] },
    maxRedemptions: max,
    perPerson,
    endsAt: endsAt === null ? null : new Date(endsAt),
    returnsOnRefund: returns,
  };
}

async function move(
  simulation: Simulation,
  from: "active" | "paused",
  to: "active" | "paused" | "ended",
): Promise<Done | null> {
  const { chance, database, shop } = simulation;
  const candidates = [...shop.coupons].filter(([, coupon]) => coupon.status === from && coupon.holder === null);
  const [code] = chance.pickOrNull(candidates) ?? [];
  if (code === undefined) return null;
  const [row] = await database.sql<{ id: string }[]>`select id from coupons where code = ${code}`;
  const { coupons } = simulation.staff();
  const call = { active: coupons.resume, paused: coupons.pause, ended: coupons.end }[to];
  return asStaff(
    simulation,
    `coupon ${code} is ${to}`,
    () => call({ id: row?.id ?? "" }),
    (next) => {
      const coupon = next.coupons.get(code);
      if (coupon && coupon.status !== "ended") coupon.status = to;
    },
  );
}
