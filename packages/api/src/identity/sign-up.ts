import { tables, withTransaction } from "@stoa/db";
import { newId, normaliseEmail } from "@stoa/kit";
import { and, eq, isNull } from "drizzle-orm";
import { takeLimitFor } from "../middleware/rate-limits.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { sha256 } from "../platform/secrets.ts";
import { inAnswerTime } from "./answer-time.ts";
import { issueEmailToken, VALID_MINUTES } from "./email-token.ts";
import { accountLinks } from "./links.ts";
import { mustBeGoodPassword } from "./password-rules.ts";
import type { SignUpInput } from "./schemas.ts";

const { users, userRoles } = tables;
type User = typeof users.$inferSelect;

/**
 * Signs a person up and mails them a link. The answer is the same whether the address is known or not: who has an account
 * is mailed how to sign in, and who has not confirmed theirs is mailed a new link. Throws `WeakPassword`.
 */
export async function signUp(ctx: Context, input: SignUpInput): Promise<{ sent: true }> {
  await takeLimitFor(ctx, "mail_to", sha256(normaliseEmail(input.email)));
  mustBeGoodPassword(input.password, input);
  const passwordHash = await ctx.services.passwords.hash(input.password);
  await inAnswerTime(() => withTransaction(ctx, (tx) => registerOrTell(tx, { ...input, passwordHash })));
  return { sent: true };
}

async function registerOrTell(ctx: TxContext, person: SignUpInput & { passwordHash: string }): Promise<void> {
  await register(ctx, person);
  const user = await reachableUser(ctx, person.email);
  if (!user) return;
  if (user.emailVerifiedAt === null) return mailVerification(ctx, user);
  await mailAccountExists(ctx, user);
}

/** Mails a new confirmation link to an account that waits for one. The answer never tells. */
export async function resendVerification(ctx: Context, email: string): Promise<{ sent: true }> {
  await takeLimitFor(ctx, "mail_to", sha256(normaliseEmail(email)));
  await inAnswerTime(() =>
    withTransaction(ctx, async (tx) => {
      const user = await reachableUser(tx, email);
      if (user && user.emailVerifiedAt === null) await mailVerification(tx, user);
    }),
  );
  return { sent: true };
}

/** The new account, or null when the address has one. */
export async function register(
  ctx: TxContext,
  person: { email: string; name: string; passwordHash: string },
): Promise<User | null> {
  const [created] = await ctx.db
    .insert(users)
    .values({
      id: newId("user"),
      email: person.email,
      emailNormalised: normaliseEmail(person.email),
      name: person.name,
      passwordHash: person.passwordHash,
      passwordChangedAt: ctx.clock.now(),
      locale: ctx.request?.locale ?? "en",
      country: ctx.request?.country ?? null,
    })
    .onConflictDoNothing({ target: users.emailNormalised })
    .returning();
  if (!created) return null;
  await ctx.db.insert(userRoles).values({ userId: created.id, role: "learner" });
  await recordAudit(ctx, {
    action: "identity.sign_up",
    subjectKind: "user",
    subjectId: created.id,
    after: { roles: ["learner"], emailVerified: false },
  });
  return created;
}

/** The account of an address that may be written to: neither blocked nor deleted. */
export async function reachableUser(ctx: Context, email: string): Promise<User | undefined> {
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.emailNormalised, normaliseEmail(email)), isNull(users.blockedAt), isNull(users.deletedAt)));
  return user;
}

async function mailVerification(ctx: TxContext, user: User): Promise<void> {
  const token = await issueEmailToken(ctx, { purpose: "verify_email", email: user.email, userId: user.id });
  await queueMail(ctx, {
    template: "verify-email",
    to: user.email,
    userId: user.id,
    locale: user.locale,
    data: {
      name: user.name,
      verifyUrl: accountLinks(ctx.services.env).verifyEmail(token),
      validForMinutes: VALID_MINUTES.verify_email,
    },
  });
}

async function mailAccountExists(ctx: TxContext, user: User): Promise<void> {
  const links = accountLinks(ctx.services.env);
  await queueMail(ctx, {
    template: "account-exists",
    to: user.email,
    userId: user.id,
    locale: user.locale,
    data: { name: user.name, signInUrl: links.signIn, resetUrl: links.forgotPassword },
  });
}
