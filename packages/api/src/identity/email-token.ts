import { insertRows, tables } from "@stoa/db";
import { newId, newSecret, normaliseEmail } from "@stoa/kit";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { sha256 } from "../platform/secrets.ts";
import { LinkNotUsable } from "./errors.ts";

const { emailTokens } = tables;

export type EmailToken = typeof emailTokens.$inferSelect;
type Purpose = EmailToken["purpose"];

/** How long each link works. A receipt is read late; a reset is asked for by somebody who waits for it. */
export const VALID_MINUTES: Readonly<Record<Purpose, number>> = {
  verify_email: 24 * 60,
  reset_password: 30,
  change_email: 24 * 60,
  claim_purchase: 30 * 24 * 60,
};

/** A new single-use link; older ones of the same purpose for the same person end. Gives the token, which is not kept. */
export async function issueEmailToken(
  ctx: TxContext,
  asked: { purpose: Purpose; email: string; userId: string | null; orderId?: string },
): Promise<string> {
  if (asked.userId !== null) await endEmailTokens(ctx, asked.userId, asked.purpose);
  const token = newSecret();
  const link = {
    id: newId("emailToken"),
    purpose: asked.purpose,
    tokenHash: sha256(token),
    userId: asked.userId,
    email: asked.email,
    emailNormalised: normaliseEmail(asked.email),
    orderId: asked.orderId ?? null,
    expiresAt: sql`now() + ${VALID_MINUTES[asked.purpose]} * interval '1 minute'`,
  };
  await ctx.db.execute(insertRows(emailTokens, [link]));
  return token;
}

/** Ends the links of a person, of one purpose or of all. */
export async function endEmailTokens(ctx: TxContext, userId: string, purpose?: Purpose): Promise<void> {
  await ctx.db
    .update(emailTokens)
    .set({ supersededAt: sql`now()` })
    .where(
      and(
        eq(emailTokens.userId, userId),
        purpose === undefined ? undefined : eq(emailTokens.purpose, purpose),
        isNull(emailTokens.usedAt),
        isNull(emailTokens.supersededAt),
      ),
    );
}

/** What a link is for, without using it up. Throws `LinkNotUsable`. */
export async function readEmailToken(ctx: Context, token: string, ...purposes: Purpose[]): Promise<EmailToken> {
  const [row] = await ctx.db.select().from(emailTokens).where(usable(token, purposes)).limit(1);
  if (!row) throw new LinkNotUsable();
  return row;
}

/** Uses a link up: of any number at once, one succeeds. Throws `LinkNotUsable`. */
export async function takeEmailToken(ctx: TxContext, token: string, purpose: Purpose): Promise<EmailToken> {
  const [row] = await ctx.db
    .update(emailTokens)
    .set({ usedAt: sql`now()` })
    .where(usable(token, [purpose]))
    .returning();
  if (!row) throw new LinkNotUsable();
  return row;
}

function usable(token: string, purposes: readonly Purpose[]) {
  return and(
    eq(emailTokens.tokenHash, sha256(token)),
    or(...purposes.map((purpose) => eq(emailTokens.purpose, purpose))),
    isNull(emailTokens.usedAt),
    isNull(emailTokens.supersededAt),
    gt(emailTokens.expiresAt, sql`now()`),
  );
}
