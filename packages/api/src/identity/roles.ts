import { tables, withTransaction } from "@stoa/db";
import { found, NotAllowed } from "@stoa/kit";
import { and, asc, eq, isNull } from "drizzle-orm";
import { type Actor, may } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { LastOwner, UserNotFound } from "./errors.ts";
import { isStaff, type Role } from "./policy.ts";
import { endSessionsOf } from "./sessions.ts";

const { users, userRoles } = tables;

/** Adds a role; the person's sessions end, so that the new rights begin with a new sign-in. Throws `UserNotFound`. */
export async function grantRole(ctx: Context, input: { id: string; role: Role }): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await mustExist(tx, input.id);
    const added = await tx.db
      .insert(userRoles)
      .values({ userId: input.id, role: input.role, grantedBy: ctx.actor.kind === "user" ? ctx.actor.id : null })
      .onConflictDoNothing()
      .returning({ role: userRoles.role });
    if (added.length > 0) await rolesChanged(tx, input, "identity.grant_role");
  });
}

/** Takes a role away; the person's sessions end. The last owner stays one. Throws `UserNotFound`, `LastOwner`. */
export async function revokeRole(ctx: Context, input: { id: string; role: Role }): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const owners = await lockOwners(tx);
    await mustExist(tx, input.id);
    if (input.role === "owner" && owners.length === 1 && owners[0] === input.id) throw new LastOwner();
    const removed = await tx.db
      .delete(userRoles)
      .where(and(eq(userRoles.userId, input.id), eq(userRoles.role, input.role)))
      .returning({ role: userRoles.role });
    if (removed.length > 0) await rolesChanged(tx, input, "identity.revoke_role");
  });
}

async function rolesChanged(ctx: TxContext, { id, role }: { id: string; role: Role }, action: string): Promise<void> {
  await endSessionsOf(ctx, id, "role_changed");
  await recordAudit(ctx, {
    action,
    subjectKind: "user",
    subjectId: id,
    after: { role, roles: await rolesOf(ctx, id) },
  });
}

export async function rolesOf(ctx: Context, userId: string): Promise<Role[]> {
  const rows = await ctx.db
    .select({ role: userRoles.role })
    .from(userRoles)
    .where(eq(userRoles.userId, userId))
    .orderBy(asc(userRoles.role));
  return rows.map((row) => row.role);
}

/**
 * The owners who can sign in, their rows held until the transaction ends; so two that are removed at one moment take
 * turns, and the second sees that it would be the last.
 */
export async function lockOwners(ctx: TxContext): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: users.id })
    .from(users)
    .innerJoin(userRoles, and(eq(userRoles.userId, users.id), eq(userRoles.role, "owner")))
    .where(and(isNull(users.blockedAt), isNull(users.deletedAt)))
    .orderBy(asc(users.id))
    .for("update");
  return rows.map((row) => row.id);
}

/** Colleagues are blocked by those who name them; learners and teachers by any who may block. Throws `NotAllowed`. */
export function mayActOn(actor: Actor, roles: readonly Role[]): void {
  if (isStaff(roles) && !may(actor, "user:grant_role")) throw new NotAllowed("user:grant_role");
}

async function mustExist(ctx: TxContext, id: string): Promise<void> {
  const [user] = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deletedAt)))
    .for("update");
  found(user, () => new UserNotFound(id));
}
