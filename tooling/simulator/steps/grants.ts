import { type Currency, money } from "@stoa/kit";
import type { SimulatedDomain } from "../domains.ts";
import { expireAwards } from "../model/awards.ts";
import { contribute } from "../model/grants.ts";
import type { Simulation } from "../simulation.ts";
import type { Done } from "../step.ts";
import { APPLICATION_STEPS, addReviewer } from "./applications.ts";
import { asStaff } from "./as-staff.ts";

/** What is in a pool when the shop opens: some courses' price. */
const AT_FIRST = 20_000;

/** Pools that donors and the platform fill, applications, awards, and what becomes of those; donations are a kind of product. */
export const GRANTS: SimulatedDomain = {
  setUp: async (simulation) => {
    await addReviewer(simulation);
    for (const currency of ["EUR", "INR"] as const) await addPool(simulation, currency);
  },
  steps: [
    { name: "fund a pool", weight: 0.6, run: fund },
    { name: "close or open a pool", weight: 0.3, run: closeOrOpen },
    ...APPLICATION_STEPS,
  ],
  meeting: { "approve a grant": 2, "take a grant back": 1, "fund a pool": 0.5 },
  schedules: ["grants.expire_awards"],
  jobs: { "grants.expire_awards": () => [expireAwards] },
  picture: `
    select concat_ws(' ', 'pool', p.id, p.status, 'keeps', coalesce(b.debits_pending, 0)) from grant_pools p
      left join ledger_balances b on b.address = 'grants/' || p.id || '/pool' and b.currency = p.currency
    union all
    select concat_ws(' ', 'application', id, course_id, email_normalised, status) from grant_applications
    union all
    select concat_ws(' ', 'award', id, granted_minor, status, coalesce(spent_minor::text, 'none'), 'for', coalesce(order_id, 'none'))
      from grant_awards`,
  unsettled: `
    select concat_ws(' ', 'award is still open', a.id) from grant_awards a where a.status = 'open' and a.expires_at <= simulation.now()
      and not exists (select from coupon_redemptions r where r.coupon_id = a.coupon_id and r.status = 'reserved')`,
};

async function addPool(simulation: Simulation, currency: Currency): Promise<void> {
  const { pools } = simulation.staff().grants;
  const { id } = await pools.create({ name: `For ${currency}`, description: "For those who ask.", currency });
  simulation.shop.grants.pools.set(id, { currency, open: true });
  await pools.contribute({ poolId: id, amount: money(AT_FIRST, currency), note: "to begin with" });
  contribute(simulation.shop, id, AT_FIRST);
}

async function fund(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const [poolId, pool] = chance.pickOrNull([...shop.grants.pools].filter(([, { open }]) => open)) ?? [];
  if (poolId === undefined || !pool) return null;
  const amount = chance.pick([1_000, 10_000, 100_000]);
  const input = { poolId, amount: money(amount, pool.currency as Currency), note: "from the platform" };
  return asStaff(
    simulation,
    `${amount} ${pool.currency} are put into ${poolId}`,
    () => simulation.staff().grants.pools.contribute(input),
    (next) => contribute(next, poolId, amount),
  );
}

async function closeOrOpen(simulation: Simulation): Promise<Done> {
  const [id, pool] = simulation.chance.pick([...simulation.shop.grants.pools]);
  const { pools } = simulation.staff().grants;
  const open = !pool.open;
  return asStaff(
    simulation,
    `${id} is ${open ? "open" : "closed"}`,
    () => (open ? pools.reopen({ id }) : pools.close({ id })),
    (shop) => void Object.assign(shop.grants.pools.get(id) ?? {}, { open }),
  );
}
