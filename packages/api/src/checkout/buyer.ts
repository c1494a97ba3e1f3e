import { tables } from "@stoa/db";
import { normaliseEmail } from "@stoa/kit";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Holder } from "../entitlements/index.ts";
import type { Order } from "../orders/index.ts";
import type { Context, TxContext } from "../platform/context.ts";

const { orders, users } = tables;

const accountColumns = {
  id: users.id,
  email: users.email,
  emailNormalised: users.emailNormalised,
  name: users.name,
  locale: users.locale,
  timeZone: users.timeZone,
  country: users.country,
};

/** Who buys, and under which name and language they are written to. */
export interface Buyer extends Holder {
  /** The address as typed, for mails. */
  address: string;
  name: string | null;
  locale: string;
  timeZone: string;
  country: string | null;
}

/** The signed-in person, or a guest with the address they typed. Null for a guest who typed none. */
export async function buyerOf(ctx: Context, email: string | undefined): Promise<Buyer | null> {
  const { actor } = ctx;
  if (actor.kind === "user") {
    const [account] = await ctx.db.select(accountColumns).from(users).where(eq(users.id, actor.id));
    if (account) return asBuyer(account);
  }
  if (email === undefined) return null;
  return guest(email, ctx.request?.locale ?? "en");
}

/**
 * Whose an order is at this moment. A guest's order belongs to the account that has proved its address, if there is
 * one: the receipt goes to that mailbox anyway, and the buyer is told nothing of the account.
 */
export async function buyerOfOrder(ctx: TxContext, order: Order): Promise<Buyer> {
  const [account] = await ctx.db
    .select(accountColumns)
    .from(users)
    .where(
      order.userId !== null
        ? eq(users.id, order.userId)
        : and(
            eq(users.emailNormalised, order.emailNormalised),
            isNotNull(users.emailVerifiedAt),
            isNull(users.deletedAt),
          ),
    );
  if (!account) return { ...guest(order.email, order.locale), userId: order.userId };
  return { ...asBuyer(account), address: order.email, email: order.emailNormalised, locale: order.locale };
}

/**
 * One sale, join or refund at a time for one address, until the transaction ends. Taken before any row, so that two
 * orders for the same course see each other and a guest's purchase is never missed by the join of the same instant.
 */
export async function lockBuyer(ctx: TxContext, emailNormalised: string): Promise<void> {
  await ctx.db.execute(sql`select ${lockOf(sql`${emailNormalised}::text`)}`);
}

/** The same lock for the buyer of an order, whose address never changes; none when there is no such order. */
export async function lockBuyerOfOrder(ctx: TxContext, orderId: string): Promise<void> {
  await ctx.db.execute(
    sql`select ${lockOf(sql`${orders.emailNormalised}`)} from ${orders} where ${orders.id} = ${orderId}`,
  );
}

function lockOf(emailNormalised: SQL): SQL {
  return sql`pg_advisory_xact_lock(hashtextextended('buyer:' || ${emailNormalised}, 0))`;
}

/** Somebody who only looks: no account, no address. */
export function visitor(ctx: Context): Buyer {
  return guest("", ctx.request?.locale ?? "en");
}

function guest(email: string, locale: string): Buyer {
  return {
    userId: null,
    email: normaliseEmail(email),
    address: email,
    name: null,
    locale,
    timeZone: "UTC",
    country: null,
  };
}

function asBuyer(account: Pick<typeof users.$inferSelect, keyof typeof accountColumns>): Buyer {
  return {
    userId: account.id,
    email: account.emailNormalised,
    address: account.email,
    name: account.name,
    locale: account.locale,
    timeZone: account.timeZone,
    country: account.country,
  };
}
