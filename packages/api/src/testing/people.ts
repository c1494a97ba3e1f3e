import { tables } from "@stoa/db";
import { newId, normaliseEmail } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { isStaff, permissionsOf, type Role } from "../identity/policy.ts";
import { type Actor, GUEST, type UserActor } from "../platform/actor.ts";
import type { Context, RequestFacts, Services } from "../platform/context.ts";

export interface TestPerson {
  id: string;
  name: string;
  email: string;
  roles: readonly Role[];
  emailVerified: boolean;
}

/** The cast. Asha and Ben learn, Ines teaches, Omar is staff, Ada an admin, Olga the owner. */
const CAST = {
  asha: ["learner"],
  ben: ["learner"],
  ines: ["learner", "instructor"],
  omar: ["learner", "staff"],
  ada: ["learner", "admin"],
  olga: ["learner", "owner"],
} as const satisfies Record<string, readonly Role[]>;
export type CastName = keyof typeof CAST;

/** Puts one of the cast into the database, verified and without a password unless told. */
export async function addPerson(
  services: Services,
  who: CastName,
  as: { email?: string; passwordHash?: string; emailVerified?: boolean; roles?: readonly Role[]; locale?: string } = {},
): Promise<TestPerson> {
  const id = newId("user");
  const email = as.email ?? `${who}@example.com`;
  const name = who.charAt(0).toUpperCase() + who.slice(1);
  const roles = as.roles ?? CAST[who];
  const emailVerified = as.emailVerified ?? true;
  await services.db.insert(tables.users).values({
    id,
    email,
    emailNormalised: normaliseEmail(email),
    name,
    locale: as.locale ?? "en",
    passwordHash: as.passwordHash ?? null,
    emailVerifiedAt: emailVerified ? services.clock.now() : null,
  });
  await services.db.insert(tables.userRoles).values(roles.map((role) => ({ userId: id, role })));
  return { id, name, email, roles, emailVerified };
}

/** A visitor's context. */
export function guest(services: Services, request: Partial<RequestFacts> = {}): Context {
  return contextAs(services, GUEST, request);
}

/** The context of a person in a new session of theirs, with a second factor where their role asks for one. */
export async function signedIn(
  services: Services,
  person: TestPerson,
  request: Partial<RequestFacts> = {},
): Promise<Context & { actor: UserActor }> {
  const sessionId = newId("session");
  await services.db.insert(tables.sessions).values({
    id: sessionId,
    userId: person.id,
    kind: "web",
    device: "Test browser",
    secondFactorAt: isStaff(person.roles) ? services.clock.now() : null,
    expiresAt: sql`now() + interval '7 days'`,
  });
  const actor: UserActor = {
    kind: "user",
    id: person.id,
    sessionId,
    roles: person.roles,
    permissions: permissionsOf(person.roles),
    email: person.email,
    emailVerified: person.emailVerified,
    secondFactorMissing: false,
  };
  return { ...contextAs(services, actor, request), actor };
}

/** The context of anyone: a job, a webhook, the command line. Headers of the answer are kept nowhere unless given a setter. */
export function contextAs(services: Services, actor: Actor, request: Partial<RequestFacts> = {}): Context {
  return {
    db: services.db,
    clock: services.clock,
    log: services.log,
    actor,
    correlationId: newId("correlation"),
    request: {
      ip: "203.0.113.7",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
      country: null,
      idempotencyKey: null,
      orderToken: null,
      cartToken: null,
      captchaToken: null,
      locale: "en",
      setHeader: () => {},
      ...request,
    },
    services,
  };
}
