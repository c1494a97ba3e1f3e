import { tables, withTransaction } from "@stoa/db";
import { and, eq, isNull, sql } from "drizzle-orm";
import { takeLimitFor } from "../middleware/rate-limits.ts";
import type { UserActor } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { LIMITS } from "../platform/rate-limit.ts";
import { SecondFactorMandatory, SecondFactorOff, SecondFactorOn, WrongCode } from "./errors.ts";
import { confirmOwnPassword } from "./own-account.ts";
import { isStaff } from "./policy.ts";
import {
  acceptCode,
  acceptTotp,
  newTotpSecret,
  removeSecondFactor,
  renewCodes,
  sealTotpSecret,
  secondFactorOf,
  tellOfSecondFactor,
  totpOf,
} from "./second-factor.ts";
import { endSessionsOf } from "./sessions.ts";

const { totpFactors, sessions } = tables;
type Me = Context & { actor: UserActor };

/** Begins enrolment: a secret to scan, worth nothing until a code confirms it. Throws `SecondFactorOn`, `WrongPassword`. */
export async function beginTwoFactor(ctx: Me, password: string): Promise<{ secret: string; uri: string }> {
  await confirmOwnPassword(ctx, password);
  const secret = newTotpSecret();
  const secretEncrypted = sealTotpSecret(ctx, secret);
  const begun = await ctx.db
    .insert(totpFactors)
    .values({ userId: ctx.actor.id, secretEncrypted })
    .onConflictDoUpdate({
      target: totpFactors.userId,
      set: { secretEncrypted, lastStep: 0, createdAt: sql`now()` },
      setWhere: isNull(totpFactors.confirmedAt),
    })
    .returning({ userId: totpFactors.userId });
  if (begun.length === 0) throw new SecondFactorOn();
  return { secret, uri: totpOf(secret, ctx.actor.email).toString() };
}

/**
 * Switches two-factor sign-in on once the authenticator shows the right code. Gives ten recovery codes, shown this once.
 * Sessions that were opened without the second factor end, but for this one. Throws `WrongCode`, `SecondFactorOn`.
 */
export async function confirmTwoFactor(ctx: Me, code: string): Promise<{ recoveryCodes: string[] }> {
  await takeLimitFor(ctx, "second_factor", ctx.actor.id);
  const factor = await secondFactorOf(ctx, ctx.actor.id);
  if (!factor) throw new SecondFactorOff();
  if (factor.confirmedAt !== null) throw new SecondFactorOn();
  return withTransaction(ctx, async (tx) => {
    if (!(await acceptTotp(tx, factor, code))) throw new WrongCode();
    const confirmed = await tx.db
      .update(totpFactors)
      .set({ confirmedAt: sql`now()` })
      .where(
        and(
          eq(totpFactors.userId, ctx.actor.id),
          isNull(totpFactors.confirmedAt),
          eq(totpFactors.secretEncrypted, factor.secretEncrypted),
        ),
      )
      .returning({ userId: totpFactors.userId });
    if (confirmed.length === 0) throw new WrongCode();
    const recoveryCodes = await renewCodes(tx, ctx.actor.id);
    await tx.db.update(sessions).set({ secondFactorAt: sql`now()` }).where(eq(sessions.id, ctx.actor.sessionId));
    await endSessionsOf(tx, ctx.actor.id, "second_factor_changed", ctx.actor.sessionId);
    await changed(tx, "enabled");
    return { recoveryCodes };
  });
}

/** Switches it off. Throws `SecondFactorMandatory` for staff, `WrongPassword`, `WrongCode`, `SecondFactorOff`. */
export async function disableTwoFactor(ctx: Me, input: { password: string; code: string }): Promise<void> {
  if (isStaff(ctx.actor.roles)) throw new SecondFactorMandatory();
  await confirmOwnPassword(ctx, input.password);
  await confirmOwnCode(ctx, input.code);
  await withTransaction(ctx, async (tx) => {
    await removeSecondFactor(tx, ctx.actor.id);
    await changed(tx, "disabled");
  });
}

/** New recovery codes in place of the old. Throws `WrongPassword`, `WrongCode`, `SecondFactorOff`. */
export async function renewRecoveryCodes(
  ctx: Me,
  input: { password: string; code: string },
): Promise<{ recoveryCodes: string[] }> {
  await confirmOwnPassword(ctx, input.password);
  await confirmOwnCode(ctx, input.code);
  return withTransaction(ctx, async (tx) => {
    const recoveryCodes = await renewCodes(tx, ctx.actor.id);
    await changed(tx, "recovery-codes-renewed");
    return { recoveryCodes };
  });
}

async function confirmOwnCode(ctx: Me, code: string): Promise<void> {
  await takeLimitFor(ctx, "second_factor", ctx.actor.id);
  const factor = await secondFactorOf(ctx, ctx.actor.id);
  if (!factor?.confirmedAt) throw new SecondFactorOff();
  const [user] = await ctx.db.select().from(tables.users).where(eq(tables.users.id, ctx.actor.id));
  if (!user || !(await acceptCode(ctx, user, code))) throw new WrongCode();
  await ctx.services.limiter.forget(LIMITS.second_factor, ctx.actor.id);
}

async function changed(
  ctx: Parameters<typeof tellOfSecondFactor>[0] & { actor: UserActor },
  change: "enabled" | "disabled" | "recovery-codes-renewed",
): Promise<void> {
  await recordAudit(ctx, {
    action: `identity.two_factor_${change.replaceAll("-", "_")}`,
    subjectKind: "user",
    subjectId: ctx.actor.id,
  });
  const [user] = await ctx.db.select().from(tables.users).where(eq(tables.users.id, ctx.actor.id));
  if (user) await tellOfSecondFactor(ctx, user, change);
}
