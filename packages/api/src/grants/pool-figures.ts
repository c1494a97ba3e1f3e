import { type Currency, type Money, money, mulDiv } from "@stoa/kit";
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { ImpactView, PoolView } from "./schemas.ts";

/**
 * What the books say of every pool, read from nothing but the ledger: what is there, what of it is kept aside, and what
 * was paid for courses less what came back with refunds. What was given is what is there and what was paid.
 */
const FIGURES = sql`
  select p.id, p.name, p.description, p.status, p.currency, p.created_at,
    coalesce(b.credits_posted - b.debits_posted, 0) as balance_minor, coalesce(b.debits_pending, 0) as reserved_minor,
    coalesce((select sum(t.amount_minor) from ledger_transfers t where t.debit_address = b.address
      and t.currency = b.currency and t.code = 'grant_award' and t.state = 'post_pending'), 0)
    - coalesce((select sum(t.amount_minor) from ledger_transfers t where t.credit_address = b.address
      and t.currency = b.currency and t.code = 'grant_returned'), 0) as spent_minor
  from grant_pools p left join ledger_balances b on b.address = 'grants/' || p.id || '/pool' and b.currency = p.currency`;

type FiguresRow = {
  currency: Currency;
  balance_minor: string;
  reserved_minor: string;
  spent_minor: string;
};

/** All pools with their figures, the newest first; few, because people make them by hand. */
export async function listPools(ctx: Context): Promise<PoolView[]> {
  const rows = await ctx.db.execute<
    FiguresRow & Pick<PoolView, "id" | "name" | "description" | "status"> & { created_at: string }
  >(sql`${FIGURES} order by p.created_at desc, p.id desc`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    createdAt: new Date(row.created_at),
    ...figuresFrom(row),
  }));
}

/**
 * What grants have done, by currency, for everybody to see: the money as the ledger has it and the people it helped, from
 * one snapshot.
 */
export async function readImpact(ctx: Context): Promise<ImpactView> {
  const rows = await ctx.db.execute<FiguresRow & { given: number; used: number; finished: number }>(sql`
    select f.currency, sum(f.balance_minor) as balance_minor, sum(f.reserved_minor) as reserved_minor,
      sum(f.spent_minor) as spent_minor, ${counted(sql`true`)} as given, ${counted(sql`a.status = 'used'`)} as used,
      ${counted(sql`a.status = 'used' and ${FINISHED}`)} as finished
    from (${FIGURES}) f group by f.currency order by f.currency`);
  return {
    items: rows.map((row) => {
      const { given, used, finished } = row;
      const figures = figuresFrom(row);
      const costPerFinisher =
        finished === 0 ? null : money(mulDiv(figures.spent.amount, 1, finished), figures.spent.currency);
      return { currency: row.currency, ...figures, given, used, finished, costPerFinisher };
    }),
  };
}

function counted(which: SQL): SQL {
  return sql`(select count(*)::int from grant_awards a where a.currency = f.currency and ${which})`;
}

/** The grantee completed the course; their enrolment is their account's, or the address's while they have none. */
const FINISHED = sql`exists (select from enrolments n join orders o on o.id = a.order_id
  where n.course_id = a.course_id and n.status = 'completed'
  and (n.user_id = o.user_id or (n.user_id is null and n.email_normalised = o.email_normalised)))`;

function figuresFrom(row: FiguresRow): Record<"funded" | "reserved" | "spent" | "free", Money> {
  const [balance, reserved, spent] = [row.balance_minor, row.reserved_minor, row.spent_minor].map(Number) as [
    number,
    number,
    number,
  ];
  const of = (minor: number) => money(minor, row.currency);
  return { funded: of(balance + spent), reserved: of(reserved), spent: of(spent), free: of(balance - reserved) };
}
