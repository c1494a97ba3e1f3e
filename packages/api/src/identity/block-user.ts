import { tables, withTransaction } from "@stoa/db";
import { found } from "@stoa/kit";
import { and, eq, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { endEmailTokens } from "./email-token.ts";
import { LastOwner, NotOnYourself, UserNotFound } from "./errors.ts";
import { accountLinks } from "./links.ts";
import { lockOwners, mayActOn, rolesOf } from "./roles.ts";
import { endSessionsOf } from "./sessions.ts";

const { users } = tables;

/**
 * Blocks a person: every session ends with the same commit, and links that were sent end too. They are told by mail.
 * Throws `UserNotFound`, `NotOnYourself`, `NotAllowed` for colleagues above one's own rank, `LastOwner`.
 */
export async function blockUser(ctx: Context, input: { id: string; reason: string }): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const owners = await lockOwners(tx);
    const user = await lockPerson(tx, input.id);
    if (ctx.actor.id === user.id) throw new NotOnYourself();
    mayActOn(ctx.actor, await rolesOf(tx, user.id));
    if (owners.length === 1 && owners[0] === user.id) throw new LastOwner();
    if (user.blockedAt !== null) return;
    await tx.db
      .update(users)
      .set({ blockedAt: sql`now()`, blockedReason: input.reason, updatedAt: sql`now()` })
      .where(eq(users.id, user.id));
    await endSessionsOf(tx, user.id, "blocked");
    await endEmailTokens(tx, user.id);
    await recordAudit(tx, {
      action: "identity.block_user",
      subjectKind: "user",
      subjectId: user.id,
      before: { blocked: false },
      after: { blocked: true, reason: input.reason },
    });
    await queueMail(tx, {
      template: "account-blocked",
      to: user.email,
      userId: user.id,
      locale: user.locale,
      data: { name: user.name, reason: input.reason, supportUrl: accountLinks(ctx.services.env).support },
    });
  });
}

/** Lets a blocked person sign in again. Throws `UserNotFound`, `NotOnYourself`, `NotAllowed`. */
export async function unblockUser(ctx: Context, id: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const user = await lockPerson(tx, id);
    if (ctx.actor.id === user.id) throw new NotOnYourself();
    mayActOn(ctx.actor, await rolesOf(tx, user.id));
    if (user.blockedAt === null) return;
    await tx.db
      .update(users)
      .set({ blockedAt: null, blockedReason: null, updatedAt: sql`now()` })
      .where(eq(users.id, user.id));
    await recordAudit(tx, {
      action: "identity.unblock_user",
      subjectKind: "user",
      subjectId: user.id,
      before: { blocked: true, reason: user.blockedReason },
      after: { blocked: false },
    });
  });
}

async function lockPerson(ctx: TxContext, id: string) {
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deletedAt)))
    .for("update");
  return found(user, () => new UserNotFound(id));
}
