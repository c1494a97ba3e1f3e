import { randomInt } from "node:crypto";
import { tables, withTransaction } from "@stoa/db";
import { newId } from "@stoa/kit";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { notifyOfSecurity } from "../platform/notify.ts";
import { sha256 } from "../platform/secrets.ts";
import { accountLinks } from "./links.ts";

const { totpFactors, recoveryCodes, users } = tables;
type User = typeof users.$inferSelect;
type Factor = typeof totpFactors.$inferSelect;

const PURPOSE = "totp";
const RECOVERY_CODES = 10;
/** Crockford's letters: nothing on paper is mistaken for another. 16 of them are 80 bits, beyond any guessing of a hash. */
const RECOVERY_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

export async function secondFactorOf(ctx: Context, userId: string): Promise<Factor | undefined> {
  const [factor] = await ctx.db.select().from(totpFactors).where(eq(totpFactors.userId, userId));
  return factor;
}

/** The authenticator's end of a factor (RFC 6238: SHA-1, six digits, 30 s). */
export function totpOf(secretBase32: string, account: string): TOTP {
  return new TOTP({ issuer: "Stoa", label: account, secret: Secret.fromBase32(secretBase32) });
}

/** A new secret of 160 bits, in base 32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

export function sealTotpSecret(ctx: Context, secret: string): string {
  return ctx.services.secrets.seal(PURPOSE, secret);
}

/**
 * Whether the code is right now, one step either side. Accepting moves `last_step` in one statement, so that a code works
 * once however often it is sent at the same moment (T13).
 */
export async function acceptTotp(ctx: Context, factor: Factor, code: string): Promise<boolean> {
  const totp = totpOf(ctx.services.secrets.open(PURPOSE, factor.secretEncrypted), "");
  const timestamp = ctx.clock.now().getTime();
  const delta = totp.validate({ token: code, timestamp, window: 1 });
  if (delta === null) return false;
  const step = totp.counter({ timestamp }) + delta;
  const moved = await ctx.db
    .update(totpFactors)
    .set({ lastStep: step })
    .where(and(eq(totpFactors.userId, factor.userId), lt(totpFactors.lastStep, step)))
    .returning({ userId: totpFactors.userId });
  return moved.length > 0;
}

/** Whether the code is one of the authenticator's or an unused recovery code; using the latter is told by mail. */
export async function acceptCode(ctx: Context, user: User, typed: string): Promise<boolean> {
  const code = typed.replaceAll(/[\s-]/g, "").toLowerCase();
  const factor = await secondFactorOf(ctx, user.id);
  if (!factor?.confirmedAt) return false;
  if (/^\d{6}$/.test(code)) return acceptTotp(ctx, factor, code);
  return withTransaction(ctx, async (tx) => {
    const used = await tx.db
      .update(recoveryCodes)
      .set({ usedAt: sql`now()` })
      .where(
        and(eq(recoveryCodes.userId, user.id), eq(recoveryCodes.codeHash, sha256(code)), isNull(recoveryCodes.usedAt)),
      )
      .returning({ id: recoveryCodes.id });
    if (used.length > 0) await tellOfSecondFactor(tx, user, "recovery-code-used");
    return used.length > 0;
  });
}

/** Ten new recovery codes in place of the old; they are shown once and kept hashed. */
export async function renewCodes(ctx: TxContext, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await ctx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await ctx.db
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ id: newId("recoveryCode"), userId, codeHash: sha256(code.replaceAll("-", "")) })));
  return codes;
}

function newRecoveryCode(): string {
  const letters = Array.from({ length: 16 }, () => RECOVERY_ALPHABET.charAt(randomInt(RECOVERY_ALPHABET.length)));
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** Takes the second factor away, in the transaction of the reason. */
export async function removeSecondFactor(ctx: TxContext, userId: string): Promise<void> {
  await ctx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await ctx.db.delete(totpFactors).where(eq(totpFactors.userId, userId));
}

const BELL = {
  enabled: "second_factor_enabled",
  disabled: "second_factor_disabled",
  "recovery-codes-renewed": "recovery_codes_renewed",
  "recovery-code-used": "recovery_code_used",
} as const;

/** By mail and under the bell. */
export async function tellOfSecondFactor(ctx: TxContext, user: User, change: keyof typeof BELL): Promise<void> {
  await notifyOfSecurity(ctx, user.id, BELL[change]);
  await queueMail(ctx, {
    template: "two-factor-changed",
    to: user.email,
    userId: user.id,
    locale: user.locale,
    data: {
      name: user.name,
      at: ctx.clock.now().toISOString(),
      timeZone: user.timeZone,
      change,
      securityUrl: accountLinks(ctx.services.env).security,
    },
  });
}
