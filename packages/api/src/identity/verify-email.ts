import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { FACTS } from "../platform/facts.ts";
import { readEmailToken, takeEmailToken } from "./email-token.ts";
import { LinkNotUsable, ProofNeeded } from "./errors.ts";
import { mustBeGoodPassword } from "./password-rules.ts";
import { removeSecondFactor } from "./second-factor.ts";
import { endSessionsOf } from "./sessions.ts";
import { withRightPassword } from "./sign-in.ts";

const { users } = tables;
type User = typeof users.$inferSelect;

/**
 * Confirms an address. The link proves the mailbox, not that its owner made the account: anybody may have signed up with
 * that address and waits. So the session of that account, or its password, is asked for as well; failing both, a new
 * password takes the account over and ends what the stranger set up (T08).
 * Throws `ProofNeeded`, `WrongCredentials`, `WeakPassword`, `LinkNotUsable`.
 */
export async function verifyEmail(
  ctx: Context,
  input: { token: string; password?: string | undefined; newPassword?: string | undefined },
): Promise<{ userId: string }> {
  const link = await readEmailToken(ctx, input.token, "verify_email");
  const userId = link.userId;
  if (userId === null) throw new LinkNotUsable();
  if (input.newPassword !== undefined) {
    await takeOver(ctx, { ...input, email: link.email, newPassword: input.newPassword });
    return { userId };
  }
  const ownSession = ctx.actor.kind === "user" && ctx.actor.id === userId;
  if (!ownSession) {
    if (input.password === undefined) throw new ProofNeeded();
    const user = await withRightPassword(ctx, { email: link.email, password: input.password });
    if (user.id !== userId) throw new LinkNotUsable();
  }
  await withTransaction(ctx, async (tx) => {
    await takeEmailToken(tx, input.token, "verify_email");
    await markVerified(tx, userId);
  });
  return { userId };
}

async function takeOver(ctx: Context, input: { token: string; email: string; newPassword: string }): Promise<void> {
  mustBeGoodPassword(input.newPassword, input);
  const passwordHash = await ctx.services.passwords.hash(input.newPassword);
  await withTransaction(ctx, async (tx) => {
    const link = await takeEmailToken(tx, input.token, "verify_email");
    const user = await lockUser(tx, link.userId ?? "");
    if (user.emailVerifiedAt !== null) throw new LinkNotUsable();
    await clearRegistration(tx, user, passwordHash);
    await markVerified(tx, user.id);
  });
}

/** Takes from an unconfirmed registration everything its maker set up: password, second factor, sessions. */
export async function clearRegistration(ctx: TxContext, user: User, passwordHash: string | null): Promise<void> {
  await ctx.db
    .update(users)
    .set({ passwordHash, passwordChangedAt: ctx.clock.now(), updatedAt: sql`now()` })
    .where(eq(users.id, user.id));
  await removeSecondFactor(ctx, user.id);
  await endSessionsOf(ctx, user.id, "email_taken_over");
}

/** The address is proved; what was bought with it as a guest is joined by whoever handles the fact. */
export async function markVerified(ctx: TxContext, userId: string): Promise<void> {
  const changed = await ctx.db
    .update(users)
    .set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, now())`, updatedAt: sql`now()` })
    .where(eq(users.id, userId))
    .returning({ id: users.id });
  if (changed.length === 0) throw new LinkNotUsable();
  await recordAudit(ctx, {
    action: "identity.verify_email",
    subjectKind: "user",
    subjectId: userId,
    after: { emailVerified: true },
  });
  await enqueue(ctx, FACTS.emailVerified, { userId });
}

/** The account, held until the transaction ends. Throws `LinkNotUsable` when it is gone or blocked. */
export async function lockUser(ctx: TxContext, userId: string): Promise<User> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId)).for("update");
  if (!user || user.blockedAt !== null || user.deletedAt !== null) throw new LinkNotUsable();
  return user;
}
