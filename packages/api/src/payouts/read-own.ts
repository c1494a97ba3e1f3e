import { tables } from "@stoa/db";
import { CURRENCIES, type Currency, decodeCursor, money, type Page, toPage } from "@stoa/kit";
import { balancesOf, parseAddress, releasedOf } from "@stoa/ledger";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import { currentAccount } from "./payees.ts";
import { minimumOf, type PayoutRules } from "./policy.ts";
import { payingGateways } from "./register-account.ts";
import type { OwnPayee, OwnPayout } from "./schemas.ts";

const { ledgerBalances, payoutAccounts, payoutPayees, payouts } = tables;

/** The signed-in person as whoever they are owed money as. */
export async function listOwnPayees(ctx: Context & { actor: UserActor }): Promise<OwnPayee[]> {
  const rules = await settingNow(ctx, "payouts");
  const rows = await ctx.db
    .select()
    .from(payoutPayees)
    .where(eq(payoutPayees.userId, ctx.actor.id))
    .orderBy(asc(payoutPayees.kind), asc(payoutPayees.id));
  const paying = payingGateways(ctx);
  return Promise.all(
    rows.map(async ({ id, kind, blockedAt, address }) => {
      const account = await currentAccount(ctx, id);
      return {
        id,
        kind,
        blocked: blockedAt !== null,
        account: account && {
          id: account.id,
          gateway: account.gateway,
          hint: account.hint,
          usableFrom: account.usableFrom,
          usable: account.usable,
        },
        due: await dueTo(ctx, address, rules),
        gateways: paying,
      };
    }),
  );
}

async function dueTo(ctx: Context, owedAt: string, rules: PayoutRules): Promise<OwnPayee["due"]> {
  const address = parseAddress(owedAt);
  const rows = await ctx.db
    .select({ currency: ledgerBalances.currency })
    .from(ledgerBalances)
    .where(eq(ledgerBalances.address, address))
    .orderBy(ledgerBalances.currency);
  const currencies = rows.flatMap(({ currency }) => CURRENCIES.filter((known) => known === currency));
  const refs = currencies.map((currency) => ({ address, currency }));
  if (refs.length === 0) return [];
  const [balances, released] = [await balancesOf(ctx, refs), await releasedOf(ctx, refs)];
  return refs.map(({ currency }, index) => ({
    released: released[index] ?? money(0, currency),
    minimum: minimumOf(rules, currency),
    owed: balances[index]?.balance ?? money(0, currency),
    reserved: balances[index]?.held ?? money(0, currency),
  }));
}

/** What was paid out to the signed-in person, or is on its way: the newest first. */
export async function listOwnPayouts(
  ctx: Context & { actor: UserActor },
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<OwnPayout>> {
  const rows = await ctx.db
    .select({ payout: payouts, hint: payoutAccounts.hint })
    .from(payouts)
    .innerJoin(payoutPayees, eq(payoutPayees.id, payouts.payeeId))
    .innerJoin(payoutAccounts, eq(payoutAccounts.id, payouts.accountId))
    .where(and(eq(payoutPayees.userId, ctx.actor.id), after(input.cursor)))
    .orderBy(desc(payouts.createdAt), desc(payouts.id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, ({ payout }) => [payout.createdAt.toISOString(), payout.id]);
  return { items: page.items.map(({ payout, hint }) => ownPayoutOf(payout, hint)), nextCursor: page.nextCursor };
}

/** A payout as its payee may see it. */
export function ownPayoutOf(payout: typeof payouts.$inferSelect, accountHint: string): OwnPayout {
  const { id, status, gateway, reason, createdAt, sentAt, paidAt, endedAt } = payout;
  const amount = money(payout.amountMinor, payout.currency as Currency);
  return { id, amount, status, gateway, accountHint, reason, createdAt, sentAt, paidAt, endedAt };
}

/** Continues a list behind the payout that a cursor names. */
export function after(cursor: string | undefined) {
  if (!cursor) return undefined;
  const [at, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${payouts.createdAt}, ${payouts.id}) < (${at}::timestamptz, ${id})`;
}
