import { tables, withTransaction } from "@stoa/db";
import { newId, newSecret, only } from "@stoa/kit";
import { and, desc, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { notifyOfSecurity } from "../platform/notify.ts";
import { sha256 } from "../platform/secrets.ts";
import { describeDevice, deviceToken, knownDevice } from "./device.ts";
import { SessionNotFound } from "./errors.ts";
import { accountLinks } from "./links.ts";
import type { SessionRow } from "./schemas.ts";

const { sessions, users } = tables;

export type SessionKind = (typeof sessions.$inferSelect)["kind"];
export type EndReason =
  | "signed_out"
  | "ended_by_owner"
  | "ended_by_staff"
  | "password_changed"
  | "email_taken_over"
  | "role_changed"
  | "blocked"
  | "second_factor_changed";
type User = typeof users.$inferSelect;

const SESSION_DAYS = 7;

export interface OpenedSession {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  /** The bearer token; for mobile only, and never shown again. */
  token: string | null;
  /** For the device to keep. */
  deviceToken: string;
  expiresAt: Date;
}

/** Opens a session with a new id. A device that this person has not used before is told to them by mail. */
export async function openSession(
  ctx: Context,
  user: User,
  asked: { kind: SessionKind; secondFactor: boolean; deviceToken?: string | undefined },
): Promise<OpenedSession> {
  const device = describeDevice(ctx.request?.userAgent ?? "");
  const token = asked.kind === "mobile" ? `stoa_${newSecret()}` : null;
  const known = knownDevice(ctx, asked.deviceToken)?.userId === user.id;
  return withTransaction(ctx, async (tx) => {
    const [earlier] = await tx.db
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.userId, user.id))
      .limit(1);
    const opened = only(
      await tx.db
        .insert(sessions)
        .values({
          id: newId("session"),
          userId: user.id,
          kind: asked.kind,
          tokenHash: token === null ? null : sha256(token),
          ip: ctx.request?.ip ?? null,
          userAgent: ctx.request?.userAgent ?? null,
          device,
          secondFactorAt: asked.secondFactor ? sql`now()` : null,
          expiresAt: sql`now() + ${SESSION_DAYS} * interval '1 day'`,
        })
        .returning({ id: sessions.id, expiresAt: sessions.expiresAt }),
    );
    await recordAudit(tx, {
      action: "identity.sign_in",
      subjectKind: "user",
      subjectId: user.id,
      after: { sessionId: opened.id, kind: asked.kind, secondFactor: asked.secondFactor },
    });
    if (earlier && !known) await tellOfNewDevice(tx, user, device);
    return {
      sessionId: opened.id,
      userId: user.id,
      name: user.name,
      email: user.email,
      token,
      deviceToken: known && asked.deviceToken ? asked.deviceToken : deviceToken(ctx.services, user.id),
      expiresAt: opened.expiresAt,
    };
  });
}

async function tellOfNewDevice(ctx: TxContext, user: User, device: string): Promise<void> {
  await notifyOfSecurity(ctx, user.id, "new_device");
  await queueMail(ctx, {
    template: "new-device-sign-in",
    to: user.email,
    userId: user.id,
    locale: user.locale,
    data: {
      name: user.name,
      at: ctx.clock.now().toISOString(),
      timeZone: user.timeZone,
      device,
      ipAddress: ctx.request?.ip ?? "",
      sessionsUrl: accountLinks(ctx.services.env).sessions,
    },
  });
}

/** The live sessions of the actor, the latest first. */
export async function listSessions(ctx: Context & { actor: UserActor }): Promise<SessionRow[]> {
  const rows = await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, ctx.actor.id), isNull(sessions.endedAt), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(100);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    device: row.device,
    ip: row.ip,
    lastSeenAt: row.lastSeenAt,
    createdAt: row.createdAt,
    current: row.id === ctx.actor.sessionId,
  }));
}

/** Ends one session of the actor's own, this one included. Throws `SessionNotFound` for anybody else's. */
export async function endSession(ctx: Context & { actor: UserActor }, sessionId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const ended = await endWhere(tx, ctx.actor.id, "ended_by_owner", eq(sessions.id, sessionId));
    if (ended === 0) throw new SessionNotFound(sessionId);
  });
}

/** Ends the actor's sessions on all devices; `exceptThis` keeps the one that asks. Gives how many ended. */
export function endAllSessions(ctx: Context & { actor: UserActor }, options: { exceptThis: boolean }): Promise<number> {
  return withTransaction(ctx, (tx) =>
    endWhere(tx, ctx.actor.id, "ended_by_owner", options.exceptThis ? ne(sessions.id, ctx.actor.sessionId) : undefined),
  );
}

/** Ends a person's sessions, all or all but one, in the transaction of what made them end. Gives how many. */
export function endSessionsOf(ctx: TxContext, userId: string, reason: EndReason, keep?: string): Promise<number> {
  return endWhere(ctx, userId, reason, keep === undefined ? undefined : ne(sessions.id, keep));
}

/** Signs out: ends the session a cookie or token names, if it is still live. */
export async function signOut(ctx: Context & { actor: UserActor }): Promise<void> {
  await withTransaction(ctx, (tx) => endWhere(tx, ctx.actor.id, "signed_out", eq(sessions.id, ctx.actor.sessionId)));
}

async function endWhere(ctx: TxContext, userId: string, reason: EndReason, which: ReturnType<typeof eq> | undefined) {
  const ended = await ctx.db
    .update(sessions)
    .set({ endedAt: sql`now()`, endedReason: reason })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), which))
    .returning({ id: sessions.id });
  if (ended.length > 0) {
    await recordAudit(ctx, {
      action: "identity.end_sessions",
      subjectKind: "user",
      subjectId: userId,
      after: { reason, sessionIds: ended.map((session) => session.id) },
    });
  }
  return ended.length;
}
