import { tables, withTransaction } from "@stoa/db";
import { found } from "@stoa/kit";
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { UserNotFound } from "./errors.ts";
import { mayActOn, rolesOf } from "./roles.ts";
import type { SessionRow } from "./schemas.ts";
import { endSessionsOf } from "./sessions.ts";

const { sessions, users } = tables;

/** A person's live sessions as staff see them, the latest first. */
export async function listSessionsOf(ctx: Context, userId: string): Promise<SessionRow[]> {
  const rows = await ctx.db
    .select({
      id: sessions.id,
      kind: sessions.kind,
      device: sessions.device,
      ip: sessions.ip,
      lastSeenAt: sessions.lastSeenAt,
      createdAt: sessions.createdAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(100);
  return rows.map((row) => ({ ...row, current: ctx.actor.kind === "user" && row.id === ctx.actor.sessionId }));
}

/** Signs a person out everywhere, as when a device of theirs was lost. Throws `UserNotFound`, `NotAllowed`. */
export async function endSessionsByStaff(ctx: Context, userId: string): Promise<{ ended: number }> {
  return withTransaction(ctx, async (tx) => {
    const [user] = await tx.db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.deletedAt)));
    found(user, () => new UserNotFound(userId));
    mayActOn(ctx.actor, await rolesOf(tx, userId));
    return { ended: await endSessionsOf(tx, userId, "ended_by_staff") };
  });
}
