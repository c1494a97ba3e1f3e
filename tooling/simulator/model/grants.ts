import type { Application, Award } from "./awards.ts";
import type { DomainRules } from "./domains.ts";
import { move, type Order, type Shop } from "./shop.ts";

/** Money that was given for others' courses. What is in it, kept aside or free, stands in the books. */
export interface Pool {
  currency: string;
  open: boolean;
}

export interface Grants {
  pools: Map<string, Pool>;
  applications: Map<string, Application>;
  awards: Map<string, Award>;
}

export const noGrants = (): Grants => ({ pools: new Map(), applications: new Map(), awards: new Map() });

export function poolAccount(pool: string): string {
  return `grants/${pool}/pool`;
}

/** What a pool keeps aside for awards that are open. */
function reservedIn({ grants }: Shop, pool: string): number {
  const open = [...grants.awards.values()].filter((award) => award.pool === pool && award.status === "open");
  return open.reduce((sum, award) => sum + award.granted, 0);
}

function currencyOf({ grants }: Shop, pool: string): string {
  return grants.pools.get(pool)?.currency ?? "";
}

/** What is left of a pool for awards to come. A gift that people took in another currency is kept in that, and awards nothing. */
export function freeIn(shop: Shop, pool: string, currency = currencyOf(shop, pool)): number {
  const reserved = currency === currencyOf(shop, pool) ? reservedIn(shop, pool) : 0;
  return 0 - (shop.balances.get(`${poolAccount(pool)} ${currency}`) ?? 0) - reserved;
}

/** The platform puts in money of its own. */
export function contribute(shop: Shop, pool: string, amount: number, currency = currencyOf(shop, pool)): void {
  move(shop, "grants/contributed", poolAccount(pool), amount, currency);
}

/** A pool is reserved, spent and free, and nothing else; it pays what was taken off, and never more than was granted. */
export const grantRules: DomainRules = {
  sold: (shop, order) => {
    const award = awardOf(shop, order, "open");
    if (!award) return;
    const off = order.lines.reduce((sum, line) => sum + line.discount, 0);
    award.spent = Math.min(off, award.granted);
    Object.assign(award, { status: "used", order: order.id });
    move(shop, poolAccount(award.pool), "income", award.spent, award.currency);
  },
  lineBack: (shop, order, { subject }) => {
    const award = awardOf(shop, order, "used");
    if (award?.course !== subject) return;
    award.status = "returned";
    move(shop, "income", poolAccount(award.pool), award.spent ?? 0, award.currency);
  },
  lines: (shop) => [
    ...[...shop.grants.pools].map(
      ([id, { open }]) => `pool ${id} ${open ? "open" : "closed"} keeps ${reservedIn(shop, id)}`,
    ),
    ...[...shop.grants.applications].map(
      ([id, { course, email, status }]) => `application ${id} ${course} ${email} ${status}`,
    ),
    ...[...shop.grants.awards].map(
      ([id, { granted, status, spent, order }]) =>
        `award ${id} ${granted} ${status} ${spent ?? "none"} for ${order ?? "none"}`,
    ),
  ],
};

function awardOf({ grants }: Shop, order: Order, status: Award["status"]): Award | undefined {
  return [...grants.awards.values()].find((award) => award.coupon === order.coupon && award.status === status);
}
