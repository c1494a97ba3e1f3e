import { tables } from "@stoa/db";
import { newId, normaliseEmail, only } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import type { Services } from "../platform/context.ts";

/**
 * A new session of a person, with a second factor, as the cookie (`name=value`) that their browser would hold after
 * signing in over plain HTTP; for tries that are about what comes after the door.
 */
export async function sessionCookie(services: Services, email: string, kind: "web" | "admin"): Promise<string> {
  const { users, sessions } = tables;
  const found = await services.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.emailNormalised, normaliseEmail(email)));
  const id = newId("session");
  await services.db.insert(sessions).values({
    id,
    userId: only(found).id,
    kind,
    device: "A browser",
    secondFactorAt: sql`now()`,
    expiresAt: sql`now() + interval '7 days'`,
  });
  const name = kind === "web" ? "stoa.session" : "stoa-admin.session";
  return `${name}=${await encode({ token: { sid: id }, secret: services.env.AUTH_SECRET, salt: name })}`;
}
