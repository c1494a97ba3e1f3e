import { tables } from "@stoa/db";
import { and, asc, eq, exists, inArray, isNull, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { type Permission, ROLE_PERMISSIONS, ROLES } from "./policy.ts";

const { users, userRoles } = tables;

export interface Reachable {
  id: string;
  name: string;
  email: string;
  locale: string;
}

/** The people whose roles hold a permission, to be written to; blocked and deleted ones are left out. */
export function peopleWhoMay(ctx: Pick<Context, "db">, permission: Permission): Promise<Reachable[]> {
  const roles = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission));
  const holds = ctx.db
    .select({ one: sql`1` })
    .from(userRoles)
    .where(and(eq(userRoles.userId, users.id), inArray(userRoles.role, roles)));
  return ctx.db
    .select({ id: users.id, name: users.name, email: users.email, locale: users.locale })
    .from(users)
    .where(and(exists(holds), isNull(users.blockedAt), isNull(users.deletedAt)))
    .orderBy(asc(users.id));
}
