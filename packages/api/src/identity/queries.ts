import { tables } from "@stoa/db";
import { found, type Page, toPage } from "@stoa/kit";
import { and, eq, exists, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { orderingBy, type SortColumn } from "../platform/ordering.ts";
import { readEmailToken } from "./email-token.ts";
import { UserNotFound } from "./errors.ts";
import type { Role } from "./policy.ts";
import type { LinkAnswer, ListUsersInput, Me, UserDetail, UserRow, UserSort } from "./schemas.ts";

const { users, userRoles } = tables;

// Written out, because drizzle leaves the table off a column of the only table, and `id` alone is then the inner one.
const rolesOfUser = sql<
  Role[]
>`coalesce((select json_agg(r.role order by r.role) from user_roles r where r.user_id = users.id), '[]')`;
const hasSecondFactor = sql<boolean>`exists (select from totp_factors f where f.user_id = users.id and f.confirmed_at is not null)`;

/** Who the actor is, for the header, the account pages and the mobile app. */
export async function getMe(ctx: Context & { actor: UserActor }): Promise<Me> {
  const [row] = await ctx.db
    .select({
      user: users,
      secondFactor: hasSecondFactor,
      recoveryCodesLeft: sql<number>`(select count(*)::int from recovery_codes c where c.user_id = users.id and c.used_at is null)`,
    })
    .from(users)
    .where(eq(users.id, ctx.actor.id));
  const { user, secondFactor, recoveryCodesLeft } = found(row, () => new UserNotFound(ctx.actor.id));
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    emailVerified: user.emailVerifiedAt !== null,
    hasPassword: user.passwordHash !== null,
    roles: [...ctx.actor.roles],
    permissions: [...ctx.actor.permissions],
    locale: user.locale,
    timeZone: user.timeZone,
    country: user.country,
    secondFactor: ctx.actor.secondFactorMissing ? "missing" : secondFactor ? "on" : "off",
    recoveryCodesLeft,
  };
}

/** What the page behind a mailed link is to show and to ask for; using the link takes a POST. Throws `LinkNotUsable`. */
export async function readLink(ctx: Context, token: string): Promise<LinkAnswer> {
  const link = await readEmailToken(ctx, token, "verify_email", "reset_password", "change_email", "claim_purchase");
  const own = ctx.actor.kind === "user" && ctx.actor.id === link.userId;
  return { purpose: link.purpose, email: link.email, needs: await needsOf(ctx, link, own) };
}

async function needsOf(
  ctx: Context,
  link: { purpose: LinkAnswer["purpose"]; emailNormalised: string },
  own: boolean,
): Promise<LinkAnswer["needs"]> {
  switch (link.purpose) {
    case "verify_email":
      return own ? "nothing" : "password";
    case "reset_password":
      return "new_password";
    case "change_email":
      return own ? "nothing" : "sign_in";
    case "claim_purchase": {
      const [account] = await ctx.db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.emailNormalised, link.emailNormalised), isNotNull(users.emailVerifiedAt)));
      return account ? "sign_in" : "new_password";
    }
  }
}

const SORTS = {
  name: { column: users.name, kind: "text", of: (user) => user.name },
  email: { column: users.emailNormalised, kind: "text", of: (user) => user.emailNormalised },
  since: { column: users.createdAt, kind: "instant", of: (user) => user.createdAt.toISOString() },
} as const satisfies Record<UserSort, SortColumn<typeof users.$inferSelect>>;

/** People, in the order that staff ask for. `q` looks inside name and address, or is an id. */
export async function listUsers(ctx: Context, input: ListUsersInput): Promise<Page<UserRow>> {
  const ordering = orderingBy(SORTS, users.id, input.sort);
  const rows = await ctx.db
    .select({ user: users, roles: rolesOfUser })
    .from(users)
    .where(
      and(
        isNull(users.deletedAt),
        matching(input),
        holding(ctx, input.role),
        inState(input.state),
        ordering.after(input.cursor),
      ),
    )
    .orderBy(...ordering.order)
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, ({ user }) => ordering.keyOf(user));
  return { ...page, items: page.items.map(({ user, roles }) => userRowOf(user, roles)) };
}

/** One person as staff see them. Throws `UserNotFound`. */
export async function getUser(ctx: Context, id: string): Promise<UserDetail> {
  const [row] = await ctx.db
    .select({
      user: users,
      roles: rolesOfUser,
      secondFactor: hasSecondFactor,
      lastSeenAt: sql<string | null>`(select max(s.last_seen_at) from sessions s where s.user_id = users.id)`,
      liveSessions: sql<number>`(select count(*)::int from sessions s where s.user_id = users.id and s.ended_at is null and s.expires_at > now())`,
    })
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deletedAt)));
  const { user, roles, lastSeenAt, ...rest } = found(row, () => new UserNotFound(id));
  return {
    ...userRowOf(user, roles),
    ...rest,
    blockedAt: user.blockedAt,
    blockedReason: user.blockedReason,
    locale: user.locale,
    timeZone: user.timeZone,
    country: user.country,
    lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt),
  };
}

function userRowOf(user: typeof users.$inferSelect, roles: Role[]): UserRow {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    emailVerified: user.emailVerifiedAt !== null,
    blocked: user.blockedAt !== null,
    roles,
    createdAt: user.createdAt,
  };
}

function matching({ q }: ListUsersInput): SQL | undefined {
  if (!q) return undefined;
  const part = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return or(eq(users.id, q), ilike(users.email, part), ilike(users.name, part));
}

function holding(ctx: Context, role: Role | undefined): SQL | undefined {
  if (!role) return undefined;
  return exists(
    ctx.db
      .select({ one: sql`1` })
      .from(userRoles)
      .where(and(eq(userRoles.userId, users.id), eq(userRoles.role, role))),
  );
}

function inState(state: ListUsersInput["state"]): SQL | undefined {
  switch (state) {
    case undefined:
      return undefined;
    case "active":
      return and(isNull(users.blockedAt), isNotNull(users.emailVerifiedAt));
    case "unverified":
      return and(isNull(users.blockedAt), isNull(users.emailVerifiedAt));
    case "blocked":
      return isNotNull(users.blockedAt);
  }
}
