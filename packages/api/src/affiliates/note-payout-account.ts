import { tables } from "@stoa/db";
import { eq, sql } from "drizzle-orm";
import { accountFingerprint } from "../payouts/index.ts";
import type { TxContext } from "../platform/context.ts";

const { affiliates } = tables;

/** Keeps with an affiliate which account they are paid out to, and what names the person behind it. */
export async function notePayoutAccount(
  ctx: TxContext,
  { kind, subjectId, accountId }: { kind: string; subjectId: string; accountId: string },
): Promise<void> {
  if (kind !== "affiliate") return;
  const payoutFingerprint = await accountFingerprint(ctx, { kind, subjectId });
  await ctx.db
    .update(affiliates)
    .set({ payoutAccountId: accountId, payoutFingerprint, updatedAt: sql`now()` })
    .where(eq(affiliates.id, subjectId));
}
