import { tables, violates, withTransaction } from "@stoa/db";
import { CURRENCIES, type Currency, type Money, newId, sum } from "@stoa/kit";
import { parseAddress } from "@stoa/ledger";
import type { GatewayName } from "@stoa/payments";
import { sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import { NobodyToPay } from "./errors.ts";
import { batchesAreDue, minimumOf, needsSecondPerson } from "./policy.ts";
import { lockReleased, type PayableAccount, reservePayouts } from "./reserve-payouts.ts";
import { askForApproval } from "./tell-of-payouts.ts";

const { payoutBatches } = tables;

/** One entry of the books holds them all; whoever does not fit is in the next batch. */
const BATCH_MAX = 500;

/** Reserves what everybody may be paid out in a currency, as staff ask for it now. Throws `NobodyToPay`. */
export async function createBatch(ctx: Context, { currency }: { currency: Currency }): Promise<{ batchId: string }> {
  const batchId = newId("payoutBatch", ctx.clock.now().getTime());
  const made = await makeBatch(ctx, { id: batchId, key: `asked:${batchId}`, currency });
  if (!made) throw new NobodyToPay(currency);
  return { batchId };
}

/**
 * The month's batches, one a currency, once their day has come; a month that was batched before is left as it is. Gives
 * how many were made.
 */
export async function createMonthlyBatches(ctx: Context): Promise<number> {
  if (!batchesAreDue(await settingNow(ctx, "payouts"), ctx.clock.now())) return 0;
  const month = ctx.clock.now().toISOString().slice(0, 7);
  let made = 0;
  for (const currency of await currenciesOwed(ctx)) {
    const id = newId("payoutBatch", ctx.clock.now().getTime());
    try {
      if (await makeBatch(ctx, { id, key: `${month}:${currency}`, currency })) made += 1;
    } catch (error) {
      if (!violates(error, "payout_batches_key_key")) throw error;
    }
  }
  return made;
}

interface NewBatch {
  id: string;
  key: string;
  currency: Currency;
}

/** One transaction of as many statements for five hundred payees as for one. False when there is nobody to pay. */
async function makeBatch(ctx: Context, batch: NewBatch): Promise<boolean> {
  const rules = await settingNow(ctx, "payouts");
  const minimum = minimumOf(rules, batch.currency);
  return withTransaction(ctx, async (tx) => {
    const candidates = await lockCandidates(tx, batch.currency, minimum);
    const owed = candidates.length === 0 ? [] : await lockReleased(tx, candidates, batch.currency);
    const wishes = owed.filter(({ amount }) => amount.amount >= minimum.amount);
    if (wishes.length === 0) return false;
    const total = totalOf(wishes, batch.currency);
    await insertBatch(tx, batch, wishes.length, total);
    const approved = !needsSecondPerson(rules, total);
    await reservePayouts(tx, { subject: batch.id, batchId: batch.id, approved }, wishes);
    const waiting = { subject: batch.id, batchId: batch.id, payouts: wishes.length, total };
    if (!approved) await askForApproval(tx, waiting);
    return true;
  });
}

function totalOf(wishes: readonly { amount: Money }[], currency: Currency): Money {
  return sum(
    wishes.map((wish) => wish.amount),
    currency,
  );
}

async function insertBatch(
  ctx: TxContext,
  { id, key, currency }: NewBatch,
  count: number,
  total: Money,
): Promise<void> {
  await ctx.db.insert(payoutBatches).values({
    id,
    key,
    currency,
    payouts: count,
    totalMinor: total.amount,
    requestedBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
  });
  await recordAudit(ctx, {
    action: "payouts.create_batch",
    subjectKind: "payout_batch",
    subjectId: id,
    after: { key, payouts: count, total },
  });
}

/** Payees with a usable account, enough on their account and nothing under way, locked in the order of their ids. */
async function lockCandidates(ctx: TxContext, currency: Currency, least: Money): Promise<PayableAccount[]> {
  const rows = await ctx.db.execute<{ payeeId: string; accountId: string; gateway: GatewayName; address: string }>(sql`
    select p.id as "payeeId", a.id as "accountId", a.gateway, p.address
    from payout_payees p
    join payout_accounts a on a.payee_id = p.id and a.replaced_at is null and a.usable_from <= now()
    join ledger_balances b on b.address = p.address and b.currency = ${currency}
    where p.blocked_at is null and b.credits_posted - b.debits_posted - b.debits_pending >= ${least.amount}
      and not exists (select from payouts o where o.payee_id = p.id and o.currency = ${currency}
        and o.status in ('requested', 'approved', 'sending'))
    order by p.id limit ${BATCH_MAX} for update of p`);
  return rows.map((row) => ({ ...row, address: parseAddress(row.address) }));
}

async function currenciesOwed(ctx: Context): Promise<Currency[]> {
  const rows = await ctx.db.execute<{ currency: string }>(sql`
    select distinct b.currency from ledger_balances b join payout_payees p on p.address = b.address order by 1`);
  return rows.flatMap(({ currency }) => CURRENCIES.filter((known) => known === currency));
}
