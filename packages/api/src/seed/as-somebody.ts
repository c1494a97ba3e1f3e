import { tables } from "@stoa/db";
import { addMs, DAY_MS, invariant, ManualClock } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { type Permission, permissionsOf, type Role } from "../identity/index.ts";
import { GUEST, type UserActor } from "../platform/actor.ts";
import type { Context, RequestFacts } from "../platform/context.ts";

/** Where somebody was, and when. */
export interface Scene {
  daysAgo: number;
  ip: string;
  /** The cookie of whoever came by an affiliate's link. */
  referral?: string | null;
}

/** A visitor without an account, some days ago. */
export function asVisitor(ctx: Context, scene: Scene): Context {
  return { ...inThePast(ctx, scene), actor: GUEST };
}

/** One of the seed's people, some days ago. */
export async function asPerson(ctx: Context, email: string, scene: Scene): Promise<Context & { actor: UserActor }> {
  const [user] = await ctx.db.select({ id: tables.users.id }).from(tables.users).where(eq(tables.users.email, email));
  invariant(user, `${email} is one of the seed's people`);
  const roles: readonly Role[] = ["learner"];
  const permissions: ReadonlySet<Permission> = permissionsOf(roles);
  const actor: UserActor = {
    kind: "user",
    id: user.id,
    sessionId: "seed",
    roles,
    permissions,
    email,
    emailVerified: true,
    secondFactorMissing: false,
  };
  return { ...inThePast(ctx, scene), actor };
}

function inThePast(ctx: Context, { daysAgo, ip, referral = null }: Scene): Context {
  const clock = new ManualClock(addMs(ctx.clock.now(), -daysAgo * DAY_MS));
  const request: RequestFacts = {
    ip,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    country: null,
    idempotencyKey: null,
    orderToken: null,
    cartToken: null,
    captchaToken: null,
    referral,
    locale: "en",
    setHeader: () => {},
  };
  return { ...ctx, clock, request, services: { ...ctx.services, clock } };
}
