import { tables, violates, withTransaction } from "@stoa/db";
import { type Currency, type Money, newId, sum } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import { NobodyToPay } from "./errors.ts";
import { currenciesOwed, lockAccounts, payableNow } from "./payable-payees.ts";
import { batchesAreDue, minimumOf, needsSecondPerson } from "./policy.ts";
import { lockReleased, reservePayouts } from "./reserve-payouts.ts";
import { askForApproval } from "./tell-of-payouts.ts";

const { payoutBatches } = tables;

/** One entry of the books holds them all; whoever does not fit is in the next batch. */
const BATCH_MAX = 500;

/** Reserves what everybody may be paid out in a currency, as staff ask for it now. Throws `NobodyToPay`. */
export async function createBatch(ctx: Context, { currency }: { currency: Currency }): Promise<{ batchId: string }> {
  const batchId = newId("payoutBatch", ctx.clock.now().getTime());
  const paid = await makeBatch(ctx, { id: batchId, key: `asked:${batchId}`, currency });
  if (paid === 0) throw new NobodyToPay(currency);
  return { batchId };
}

/**
 * The month's batches of each currency, as many as it takes for everybody, once their day has come; a month that was
 * batched before is left as it is. Gives how many were made.
 */
export async function createMonthlyBatches(ctx: Context): Promise<number> {
  if (!batchesAreDue(await settingNow(ctx, "payouts"), ctx.clock.now())) return 0;
  const month = ctx.clock.now().toISOString().slice(0, 7);
  let made = 0;
  for (const currency of await currenciesOwed(ctx))
    made += await createBatchesOf(ctx, `${month}:${currency}`, currency);
  return made;
}

/** After a batch that is full comes another, also when the process died between them. */
async function createBatchesOf(ctx: Context, month: string, currency: Currency): Promise<number> {
  for (let number = 1, made = 0; ; number += 1) {
    const key = number === 1 ? month : `${month}:${number}`;
    const before = await sizeOf(ctx, key);
    const size = before ?? (await makeOnce(ctx, key, currency));
    if (before === null && size > 0) made += 1;
    if (size < BATCH_MAX) return made;
  }
}

async function sizeOf(ctx: Context, key: string): Promise<number | null> {
  const [batch] = await ctx.db
    .select({ payouts: payoutBatches.payouts })
    .from(payoutBatches)
    .where(eq(payoutBatches.key, key));
  return batch?.payouts ?? null;
}

/** Nobody when another worker makes it at this moment, and goes on from there. */
async function makeOnce(ctx: Context, key: string, currency: Currency): Promise<number> {
  try {
    return await makeBatch(ctx, { id: newId("payoutBatch", ctx.clock.now().getTime()), key, currency });
  } catch (error) {
    if (violates(error, "payout_batches_key_key")) return 0;
    throw error;
  }
}

interface NewBatch {
  id: string;
  key: string;
  currency: Currency;
}

/** One transaction of as many statements for five hundred payees as for one. Gives how many it pays. */
async function makeBatch(ctx: Context, batch: NewBatch): Promise<number> {
  const rules = await settingNow(ctx, "payouts");
  const minimum = minimumOf(rules, batch.currency);
  return withTransaction(ctx, async (tx) => {
    const payable = await payableNow(tx, minimum, BATCH_MAX);
    const accounts = payable.length === 0 ? [] : await lockAccounts(tx, minimum, payable);
    const owed = accounts.length === 0 ? [] : await lockReleased(tx, accounts, batch.currency);
    const wishes = owed.filter(({ amount }) => amount.amount >= minimum.amount);
    if (wishes.length === 0) return 0;
    const total = totalOf(wishes, batch.currency);
    await insertBatch(tx, batch, wishes.length, total);
    const approved = !needsSecondPerson(rules, total);
    await reservePayouts(tx, { subject: batch.id, batchId: batch.id, approved }, wishes);
    const waiting = { subject: batch.id, batchId: batch.id, payouts: wishes.length, total };
    if (!approved) await askForApproval(tx, waiting);
    return wishes.length;
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
