import { tables, withTransaction } from "@stoa/db";
import { NotAllowed } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { EmailTaken } from "./errors.ts";
import { mustBeGoodPassword } from "./password-rules.ts";
import type { Role } from "./policy.ts";
import { sealTotpSecret } from "./second-factor.ts";
import { register } from "./sign-up.ts";
import { markVerified } from "./verify-email.ts";

const { users, userRoles, totpFactors } = tables;

export interface AccountToCreate {
  email: string;
  name: string;
  password: string;
  roles: readonly Role[];
  /** Base 32; the second factor is then on from the start. For the seed, whose authenticator is the sandbox. */
  totpSecret?: string;
  locale?: string;
  timeZone?: string;
  country?: string;
}

/**
 * An account with a confirmed address, made by the operator at the command line: `stoa user create`, and the seed.
 * Throws `NotAllowed` for anybody but the system, `EmailTaken`, `WeakPassword`.
 */
export async function createAccount(ctx: Context, account: AccountToCreate): Promise<{ userId: string }> {
  if (ctx.actor.kind !== "system") throw new NotAllowed();
  mustBeGoodPassword(account.password, account);
  const passwordHash = await ctx.services.passwords.hash(account.password);
  return withTransaction(ctx, async (tx) => {
    const created = await register(tx, { email: account.email, name: account.name, passwordHash });
    if (!created) throw new EmailTaken();
    const { locale = created.locale, timeZone = created.timeZone, country = created.country } = account;
    await tx.db.update(users).set({ locale, timeZone, country }).where(eq(users.id, created.id));
    const roles = account.roles.filter((role) => role !== "learner").map((role) => ({ userId: created.id, role }));
    if (roles.length > 0) await tx.db.insert(userRoles).values(roles);
    if (account.totpSecret !== undefined) {
      const secretEncrypted = sealTotpSecret(ctx, account.totpSecret);
      await tx.db.insert(totpFactors).values({ userId: created.id, secretEncrypted, confirmedAt: sql`now()` });
    }
    await recordAudit(tx, {
      action: "identity.create_account",
      subjectKind: "user",
      subjectId: created.id,
      after: { roles: account.roles, secondFactor: account.totpSecret !== undefined },
    });
    await markVerified(tx, created.id);
    return { userId: created.id };
  });
}
