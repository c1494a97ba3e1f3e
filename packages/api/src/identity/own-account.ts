import { tables, violates, withTransaction } from "@stoa/db";
import { NotSignedIn, normaliseEmail } from "@stoa/kit";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { takeLimitFor } from "../middleware/rate-limits.ts";
import type { UserActor } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { notifyOfSecurity } from "../platform/notify.ts";
import { LIMITS } from "../platform/rate-limit.ts";
import { sha256 } from "../platform/secrets.ts";
import { inAnswerTime } from "./answer-time.ts";
import { endEmailTokens, issueEmailToken, readEmailToken, takeEmailToken, VALID_MINUTES } from "./email-token.ts";
import { EmailTaken, LinkNotUsable, WrongPassword } from "./errors.ts";
import { accountLinks } from "./links.ts";
import { mustBeGoodPassword } from "./password-rules.ts";
import type { UpdateProfileInput } from "./schemas.ts";
import { endSessionsOf } from "./sessions.ts";
import { lockUser, markVerified } from "./verify-email.ts";

const { users } = tables;
type User = typeof users.$inferSelect;
type Me = Context & { actor: UserActor };

/** Changes what the person says of themselves. */
export async function updateProfile(ctx: Me, input: UpdateProfileInput): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const before = await lockUser(tx, ctx.actor.id);
    await tx.db
      .update(users)
      .set({ ...input, updatedAt: sql`now()` })
      .where(eq(users.id, ctx.actor.id));
    const fields = Object.keys(input) as (keyof UpdateProfileInput)[];
    await recordAudit(tx, {
      action: "identity.update_profile",
      subjectKind: "user",
      subjectId: ctx.actor.id,
      before: Object.fromEntries(fields.map((field) => [field, before[field]])),
      after: input,
    });
  });
}

/**
 * Sets a new password; every other session of the person ends, and so do links that were sent.
 * Throws `WrongPassword`, `WeakPassword`.
 */
export async function changePassword(ctx: Me, input: { password: string; newPassword: string }): Promise<void> {
  const user = await confirmOwnPassword(ctx, input.password);
  mustBeGoodPassword(input.newPassword, user);
  const passwordHash = await ctx.services.passwords.hash(input.newPassword);
  await withTransaction(ctx, async (tx) => {
    await setPassword(tx, user, passwordHash, ctx.actor.sessionId);
  });
}

/** The new password and all that follows: sessions and links end, the person is told, the audit knows. */
export async function setPassword(
  ctx: TxContext,
  user: User,
  passwordHash: string,
  keepSession?: string,
): Promise<void> {
  await ctx.db
    .update(users)
    .set({ passwordHash, passwordChangedAt: ctx.clock.now(), updatedAt: sql`now()` })
    .where(eq(users.id, user.id));
  await endSessionsOf(ctx, user.id, "password_changed", keepSession);
  await endEmailTokens(ctx, user.id, "reset_password");
  await recordAudit(ctx, { action: "identity.change_password", subjectKind: "user", subjectId: user.id });
  await notifyOfSecurity(ctx, user.id, "password_changed");
  await queueMail(ctx, {
    template: "password-changed-notice",
    to: user.email,
    userId: user.id,
    locale: user.locale,
    data: { ...happened(ctx, user), resetUrl: accountLinks(ctx.services.env).forgotPassword },
  });
}

/** Mails a link to the new address; nothing changes until it is used. Answers alike when the address is taken. */
export async function requestEmailChange(ctx: Me, input: { password: string; email: string }): Promise<{ sent: true }> {
  await takeLimitFor(ctx, "mail_to", sha256(normaliseEmail(input.email)));
  const user = await confirmOwnPassword(ctx, input.password);
  await inAnswerTime(() => withTransaction(ctx, (tx) => mailEmailChange(tx, user, input.email)));
  return { sent: true };
}

async function mailEmailChange(ctx: TxContext, user: User, email: string): Promise<void> {
  if (await isTaken(ctx, email, user.id)) return;
  const token = await issueEmailToken(ctx, { purpose: "change_email", email, userId: user.id });
  await queueMail(ctx, {
    template: "email-change-confirm",
    to: email,
    userId: user.id,
    locale: user.locale,
    data: {
      name: user.name,
      confirmUrl: accountLinks(ctx.services.env).changeEmail(token),
      validForMinutes: VALID_MINUTES.change_email,
    },
  });
}

/**
 * Moves the account to the address the link proves; the old one is told. Only a session of the same person may: who reads
 * the new mailbox by accident may not. Throws `LinkNotUsable`, `EmailTaken`, `NotSignedIn`.
 */
export async function confirmEmailChange(ctx: Me, token: string): Promise<void> {
  const link = await readEmailToken(ctx, token, "change_email");
  if (link.userId !== ctx.actor.id) throw new LinkNotUsable();
  await withTransaction(ctx, async (tx) => {
    await takeEmailToken(tx, token, "change_email");
    const before = await lockUser(tx, ctx.actor.id);
    await tx.db
      .update(users)
      .set({
        email: link.email,
        emailNormalised: link.emailNormalised,
        emailVerifiedAt: sql`now()`,
        updatedAt: sql`now()`,
      })
      .where(eq(users.id, before.id));
    await endEmailTokens(tx, before.id);
    await recordAudit(tx, {
      action: "identity.change_email",
      subjectKind: "user",
      subjectId: before.id,
      before: { email: before.email },
      after: { email: link.email },
    });
    await markVerified(tx, before.id);
    await tellOldAddress(tx, before, link.email);
  }).catch((error: unknown) => {
    throw violates(error, "users_email_normalised_key") ? new EmailTaken() : error;
  });
}

async function tellOldAddress(ctx: TxContext, before: User, newEmail: string): Promise<void> {
  await notifyOfSecurity(ctx, before.id, "email_changed");
  await queueMail(ctx, {
    template: "email-changed-notice",
    to: before.email,
    userId: before.id,
    locale: before.locale,
    data: {
      ...happened(ctx, before),
      newEmail: masked(newEmail),
      supportUrl: accountLinks(ctx.services.env).support,
    },
  });
}

/** The actor's own password once more, before what a borrowed session must not do. Counted like a sign-in. */
export async function confirmOwnPassword(ctx: Me, password: string): Promise<User> {
  await takeLimitFor(ctx, "sign_in", `own:${ctx.actor.id}`);
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.id, ctx.actor.id), isNull(users.deletedAt)));
  if (!user) throw new NotSignedIn();
  if (!(await ctx.services.passwords.verify(user.passwordHash, password))) throw new WrongPassword();
  await ctx.services.limiter.forget(LIMITS.sign_in, `own:${ctx.actor.id}`);
  return user;
}

/** An address belongs to one account, confirmed or not; deleted accounts have given theirs up. */
async function isTaken(ctx: TxContext, email: string, exceptUserId: string): Promise<boolean> {
  const [other] = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.emailNormalised, normaliseEmail(email)), ne(users.id, exceptUserId)))
    .limit(1);
  return other !== undefined;
}

function happened(ctx: Context, user: User) {
  return { name: user.name, at: ctx.clock.now().toISOString(), timeZone: user.timeZone };
}

/** `m…@example.com` */
function masked(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}
