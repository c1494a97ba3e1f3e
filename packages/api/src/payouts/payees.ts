import { type Database, type Transaction, tables } from "@stoa/db";
import { found, newId } from "@stoa/kit";
import { type AccountAddress, parseAddress } from "@stoa/ledger";
import { and, eq, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { PayeeNotFound } from "./errors.ts";

const { payoutAccounts, payoutPayees } = tables;

export type PayeeKind = typeof payoutPayees.$inferSelect.kind;
export type PayoutAccount = typeof payoutAccounts.$inferSelect;
export type Payee = Omit<typeof payoutPayees.$inferSelect, "address"> & { address: AccountAddress };

/** Who is owed money, as the domain knows them that owes it. */
export interface PayeeRef {
  kind: PayeeKind;
  subjectId: string;
}

/** Makes somebody a payee; whoever is one stays as they are. Gives their id. */
export async function registerPayee(
  ctx: TxContext,
  { kind, subjectId, userId, address }: PayeeRef & { userId: string; address: AccountAddress },
): Promise<string> {
  const id = newId("payee", ctx.clock.now().getTime());
  await ctx.db.insert(payoutPayees).values({ id, kind, subjectId, userId, address }).onConflictDoNothing();
  const [row] = await ctx.db
    .select({ id: payoutPayees.id })
    .from(payoutPayees)
    .where(and(eq(payoutPayees.kind, kind), eq(payoutPayees.subjectId, subjectId)));
  return found(row, () => new PayeeNotFound(subjectId)).id;
}

/** Stops payouts to a payee: what is owed stays owed, and nothing leaves until they are unblocked. */
export async function blockPayee(ctx: TxContext, payee: PayeeRef, reason: string): Promise<void> {
  await mark(ctx, payee, { blockedAt: sql`now()`, blockedReason: reason });
}

export async function unblockPayee(ctx: TxContext, payee: PayeeRef): Promise<void> {
  await mark(ctx, payee, { blockedAt: null, blockedReason: null });
}

async function mark(ctx: TxContext, { kind, subjectId }: PayeeRef, set: object): Promise<void> {
  const rows = await ctx.db
    .update(payoutPayees)
    .set(set)
    .where(and(eq(payoutPayees.kind, kind), eq(payoutPayees.subjectId, subjectId)))
    .returning({ id: payoutPayees.id, blockedReason: payoutPayees.blockedReason });
  for (const { id: subject, blockedReason } of rows) {
    await recordAudit(ctx, {
      action: blockedReason === null ? "payouts.unblock_payee" : "payouts.block_payee",
      subjectKind: "payee",
      subjectId: subject,
      after: { reason: blockedReason },
    });
  }
}

/** A payee, locked until the transaction ends: what is asked for them at once is asked one after another. */
export async function lockPayee(ctx: TxContext, payeeId: string): Promise<Payee> {
  const [row] = await ctx.db.select().from(payoutPayees).where(eq(payoutPayees.id, payeeId)).for("update");
  const payee = found(row, () => new PayeeNotFound(payeeId));
  return { ...payee, address: parseAddress(payee.address) };
}

/** The account a payee is paid out to at this moment, or null. */
export async function currentAccount(
  ctx: { db: Database | Transaction },
  payeeId: string,
): Promise<(PayoutAccount & { usable: boolean }) | null> {
  const [row] = await ctx.db
    .select({ account: payoutAccounts, usable: sql<boolean>`${payoutAccounts.usableFrom} <= now()` })
    .from(payoutAccounts)
    .where(and(eq(payoutAccounts.payeeId, payeeId), isNull(payoutAccounts.replacedAt)));
  return row ? { ...row.account, usable: row.usable } : null;
}

/** Names the account behind a payee without telling it, so that one who pays themselves is found; null without one. */
export async function accountFingerprint(
  ctx: { db: Database | Transaction },
  { kind, subjectId }: PayeeRef,
): Promise<string | null> {
  const [row] = await ctx.db
    .select({ fingerprint: payoutAccounts.fingerprint })
    .from(payoutAccounts)
    .innerJoin(payoutPayees, eq(payoutPayees.id, payoutAccounts.payeeId))
    .where(and(eq(payoutPayees.kind, kind), eq(payoutPayees.subjectId, subjectId), isNull(payoutAccounts.replacedAt)));
  return row?.fingerprint ?? null;
}
