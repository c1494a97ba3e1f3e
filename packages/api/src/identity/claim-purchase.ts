import { tables, withTransaction } from "@stoa/db";
import { eq } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { issueEmailToken, readEmailToken, takeEmailToken } from "./email-token.ts";
import { SignInToClaim } from "./errors.ts";
import { accountLinks } from "./links.ts";
import { mustBeGoodPassword } from "./password-rules.ts";
import { register } from "./sign-up.ts";
import { clearRegistration, lockUser, markVerified } from "./verify-email.ts";

const { users } = tables;

/** The link in a guest's receipt, which proves their address when it is used. For the transaction that mails the receipt. */
export async function issueClaimLink(ctx: TxContext, purchase: { email: string; orderId: string }): Promise<string> {
  const token = await issueEmailToken(ctx, { purpose: "claim_purchase", userId: null, ...purchase });
  return accountLinks(ctx.services.env).claimPurchase(token);
}

/**
 * Makes the account that a guest's purchase belongs to, or completes one that nobody confirmed: whoever signed up with the
 * address before loses the password and the sessions they set up. Purchases are joined by the fact that the address is
 * proved. Throws `SignInToClaim` when the address has a confirmed account (and the link stays usable), `WeakPassword`,
 * `LinkNotUsable`.
 */
export async function claimPurchase(
  ctx: Context,
  input: { token: string; name: string; newPassword: string },
): Promise<{ userId: string }> {
  const link = await readEmailToken(ctx, input.token, "claim_purchase");
  mustBeGoodPassword(input.newPassword, { email: link.email, name: input.name });
  const passwordHash = await ctx.services.passwords.hash(input.newPassword);
  return withTransaction(ctx, async (tx) => {
    await takeEmailToken(tx, input.token, "claim_purchase");
    await register(tx, { email: link.email, name: input.name, passwordHash });
    const [there] = await tx.db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.emailNormalised, link.emailNormalised));
    const existing = await lockUser(tx, there?.id ?? "");
    if (existing.emailVerifiedAt !== null) throw new SignInToClaim();
    await clearRegistration(tx, existing, passwordHash);
    await tx.db.update(users).set({ name: input.name }).where(eq(users.id, existing.id));
    await markVerified(tx, existing.id);
    return { userId: existing.id };
  });
}
