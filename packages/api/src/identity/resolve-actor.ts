import { tables } from "@stoa/db";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { type Actor, GUEST } from "../platform/actor.ts";
import type { Services } from "../platform/context.ts";
import { sha256 } from "../platform/secrets.ts";
import { isStaff, permissionsOf, type Role } from "./policy.ts";
import type { SessionKind } from "./sessions.ts";

const { sessions, users } = tables;

/** What a request brings: the session its cookie names, for one of the two apps, or a bearer token. */
export type Credential = { sessionId: string; kind: Exclude<SessionKind, "mobile"> } | { bearer: string };

const STAFF_IDLE_MINUTES = 30;
const TOUCH_EVERY_SECONDS = 60;

/**
 * Who a request comes from, asked of the database each time: an ended session, a block or a changed role takes effect with
 * the next request (P2, P3). Gives the guest for anything that is not a live session.
 */
export async function resolveActor(services: Pick<Services, "db">, credential: Credential): Promise<Actor> {
  const [row] = await services.db
    .select({
      sessionId: sessions.id,
      userId: users.id,
      email: users.email,
      emailVerifiedAt: users.emailVerifiedAt,
      secondFactorAt: sessions.secondFactorAt,
      roles: sql<
        Role[]
      >`coalesce((select json_agg(r.role order by r.role) from user_roles r where r.user_id = ${users.id}), '[]')`,
      idle: sql<boolean>`${sessions.lastSeenAt} <= now() - ${STAFF_IDLE_MINUTES} * interval '1 minute'`,
      untouched: sql<boolean>`${sessions.lastSeenAt} <= now() - ${TOUCH_EVERY_SECONDS} * interval '1 second'`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        namedBy(credential),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, sql`now()`),
        isNull(users.blockedAt),
        isNull(users.deletedAt),
      ),
    )
    .limit(1);
  if (!row || (row.idle && isStaff(row.roles))) return GUEST;
  if (row.untouched) await touch(services, row.sessionId);
  const secondFactorMissing = isStaff(row.roles) && row.secondFactorAt === null;
  return {
    kind: "user",
    id: row.userId,
    sessionId: row.sessionId,
    roles: row.roles,
    permissions: secondFactorMissing ? new Set() : permissionsOf(row.roles),
    email: row.email,
    emailVerified: row.emailVerifiedAt !== null,
    secondFactorMissing,
  };
}

function namedBy(credential: Credential) {
  if ("bearer" in credential) return eq(sessions.tokenHash, sha256(credential.bearer));
  return and(eq(sessions.id, credential.sessionId), eq(sessions.kind, credential.kind));
}

/** The condition again, so that parallel requests write once. */
async function touch(services: Pick<Services, "db">, sessionId: string): Promise<void> {
  await services.db
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(
      and(
        eq(sessions.id, sessionId),
        sql`${sessions.lastSeenAt} <= now() - ${TOUCH_EVERY_SECONDS} * interval '1 second'`,
      ),
    );
}
