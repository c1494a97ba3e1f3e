import { withTransaction } from "@stoa/db";
import { normaliseEmail } from "@stoa/kit";
import { takeLimitFor } from "../middleware/rate-limits.ts";
import type { Context } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { sha256 } from "../platform/secrets.ts";
import { inAnswerTime } from "./answer-time.ts";
import { issueEmailToken, readEmailToken, takeEmailToken, VALID_MINUTES } from "./email-token.ts";
import { LinkNotUsable } from "./errors.ts";
import { accountLinks } from "./links.ts";
import { setPassword } from "./own-account.ts";
import { mustBeGoodPassword } from "./password-rules.ts";
import { reachableUser } from "./sign-up.ts";
import { clearRegistration, lockUser, markVerified } from "./verify-email.ts";

/** Mails a link to set a new password, when the address has an account. The answer never tells. */
export async function requestPasswordReset(ctx: Context, email: string): Promise<{ sent: true }> {
  await takeLimitFor(ctx, "reset", sha256(normaliseEmail(email)));
  await inAnswerTime(() => mailReset(ctx, email));
  return { sent: true };
}

async function mailReset(ctx: Context, email: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const user = await reachableUser(tx, email);
    if (!user) return;
    const token = await issueEmailToken(tx, { purpose: "reset_password", email: user.email, userId: user.id });
    await queueMail(tx, {
      template: "password-reset",
      to: user.email,
      userId: user.id,
      locale: user.locale,
      data: {
        name: user.name,
        resetUrl: accountLinks(ctx.services.env).resetPassword(token),
        validForMinutes: VALID_MINUTES.reset_password,
      },
    });
  });
}

/**
 * Sets the new password and ends every session. The link proves the mailbox, so an unconfirmed account is confirmed by it
 * and loses what its maker set up; a confirmed one keeps its second factor. Throws `LinkNotUsable`, `WeakPassword`.
 */
export async function completePasswordReset(
  ctx: Context,
  input: { token: string; newPassword: string },
): Promise<void> {
  const link = await readEmailToken(ctx, input.token, "reset_password");
  mustBeGoodPassword(input.newPassword, link);
  const passwordHash = await ctx.services.passwords.hash(input.newPassword);
  await withTransaction(ctx, async (tx) => {
    const taken = await takeEmailToken(tx, input.token, "reset_password");
    const user = await lockUser(tx, taken.userId ?? "");
    if (user.emailNormalised !== taken.emailNormalised) throw new LinkNotUsable();
    if (user.emailVerifiedAt === null) {
      await clearRegistration(tx, user, passwordHash);
      await markVerified(tx, user.id);
    }
    await setPassword(tx, user, passwordHash);
  });
}
