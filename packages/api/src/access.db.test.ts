import { testDatabase } from "@stoa/db/testing/database";
import { newSecret } from "@stoa/kit";
import { TRPCError } from "@trpc/server";
import { describe, expect, test } from "vitest";
import { createAuth } from "./http/next-auth.ts";
import { restHandler } from "./http/rest-handler.ts";
import { procedures, ROUTES, type Route } from "./http/routes.ts";
import { trpcHandler } from "./http/trpc-handler.ts";
import { type Permission, permissionsOf, type Role } from "./identity/index.ts";
import type { Actor } from "./platform/actor.ts";
import { sha256 } from "./platform/secrets.ts";
import { createCaller } from "./root.ts";
import { EXPECTED_ACCESS, type ExpectedAccess } from "./testing/expected-access.ts";
import { NO_BOUND } from "./testing/no-bound.ts";
import { addPerson, type CastName, contextAs, guest, signedIn } from "./testing/people.ts";
import { testServices } from "./testing/services.ts";

const database = testDatabase();
const services = testServices(database, { limiter: NO_BOUND });
const TABLE = Object.entries<ExpectedAccess>(EXPECTED_ACCESS);

/** Calls a procedure with nothing. Whoever may not call it must be told so before the input is even looked at. */
async function outcomeOf(caller: ReturnType<typeof createCaller>, path: string): Promise<string> {
  let call: unknown = caller;
  for (const step of path.split(".")) call = (call as Record<string, unknown>)[step];
  try {
    await (call as (input: undefined) => Promise<unknown>)(undefined);
    return "answered";
  } catch (error) {
    return error instanceof TRPCError ? error.code : String(error);
  }
}

const CAST: Readonly<Record<string, { who: CastName; roles: readonly Role[] }>> = {
  "a learner": { who: "asha", roles: ["learner"] },
  "an instructor": { who: "ines", roles: ["learner", "instructor"] },
  staff: { who: "omar", roles: ["learner", "staff"] },
  "an admin": { who: "ada", roles: ["learner", "admin"] },
  "the owner": { who: "olga", roles: ["learner", "owner"] },
};

describe("T99 asked by", () => {
  test("a visitor, a procedure answers or says to sign in, as the table says", async () => {
    const caller = createCaller(guest(services));
    for (const [path, access] of TABLE) {
      const outcome = await outcomeOf(caller, path);
      if (access === "anyone") expect([path, outcome]).not.toEqual([path, "UNAUTHORIZED"]);
      else expect([path, outcome]).toEqual([path, "UNAUTHORIZED"]);
      expect([path, outcome]).not.toEqual([path, "INTERNAL_SERVER_ERROR"]);
    }
  });

  test.each(Object.entries(CAST))(
    "%s, a procedure is closed exactly where the role has no permission",
    async (_, cast) => {
      const caller = createCaller(await signedIn(services, await addPerson(services, cast.who)));
      const permissions = permissionsOf(cast.roles);
      const open = (access: ExpectedAccess) =>
        access === "anyone" || access === "signed_in" || permissions.has(access satisfies Permission);
      for (const [path, access] of TABLE) {
        const outcome = await outcomeOf(caller, path);
        if (!open(access)) expect([path, outcome]).toEqual([path, "FORBIDDEN"]);
        else expect(["FORBIDDEN", "UNAUTHORIZED", "INTERNAL_SERVER_ERROR"]).not.toContain(`${outcome}`);
      }
    },
  );

  test("the owner without a second factor, everything of theirs is closed but the way to one", async () => {
    const olga = await addPerson(services, "olga", { email: "olga2@example.com" });
    const ctx = await signedIn(services, olga);
    const actor = { ...ctx.actor, permissions: new Set<Permission>(), secondFactorMissing: true };
    const caller = createCaller({ ...ctx, actor });
    const open: string[] = [];
    for (const [path, access] of TABLE)
      if (access !== "anyone" && (await outcomeOf(caller, path)) !== "FORBIDDEN") open.push(path);
    expect(open.sort()).toEqual([
      "identity.me",
      "identity.sessions.end",
      "identity.sessions.endAll",
      "identity.sessions.list",
      "identity.signOut",
      "identity.twoFactor.begin",
      "identity.twoFactor.confirm",
    ]);
  });
});

/** Each way in which somebody was a person and is none any more. */
const ENDED: Readonly<Record<string, string>> = {
  "whose session ended": "update sessions set ended_at = now()",
  "whose session expired": "update sessions set expires_at = now() - interval '1 second'",
  "who is blocked": "update users set blocked_at = now()",
  "who is deleted": "update users set deleted_at = now()",
};

describe("T10 an owner", () => {
  const faces = async (authorization: string) => {
    const { face } = createAuth(async () => services, { kind: "web", cookiePrefix: "stoa", secure: false });
    const headers = { authorization, "content-type": "application/json" };
    return {
      trpc: async (path: string) => {
        const get = new Request(`http://web.test/api/trpc/${path}`, { headers });
        const post = new Request(get.url, { method: "POST", headers, body: "{}" });
        const type = procedures().find((procedure) => procedure.path === path)?.type;
        return (await trpcHandler(face)(type === "query" ? get : post)).status;
      },
      rest: async ({ method, template }: Route) => {
        const path = `/api/v1${template.replace(/\{\w+\}/g, "x")}`;
        return (await restHandler(face)(new Request(`http://web.test${path}`, { method, headers }))).status;
      },
    };
  };

  test.each(Object.entries(ENDED))(
    "%s is a visitor to every procedure, over tRPC and REST",
    async (what, statement) => {
      const token = `stoa_${newSecret()}`;
      const email = `${what.replaceAll(" ", "-")}@example.com`;
      const olga = await addPerson(services, "olga", { email });
      const { actor } = await signedIn(services, olga);
      const { sql } = database;
      await sql`update sessions set kind = 'mobile', token_hash = ${sha256(token)} where id = ${actor.sessionId}`;
      const { trpc, rest } = await faces(`Bearer ${token}`);
      expect([await trpc("identity.me"), await trpc("reporting.overview")]).toEqual([200, 400]);

      const id = statement.startsWith("update users") ? olga.id : actor.sessionId;
      await sql.unsafe(`${statement} where id = $1`, [id]);
      for (const [path, access] of TABLE)
        if (access !== "anyone") expect([path, await trpc(path)]).toEqual([path, 401]);
      for (const route of ROUTES) {
        const access = new Map(TABLE).get(route.procedure);
        if (access !== "anyone") expect([route.template, await rest(route)]).toEqual([route.template, 401]);
      }
    },
  );
});

describe("T99 an API key", () => {
  const keyWith = (...permissions: Permission[]) => {
    const actor: Actor = { kind: "api_key", id: "key_1", permissions: new Set(permissions) };
    return createCaller(contextAs(services, actor));
  };

  test("opens exactly what it was given, and is never a person", async () => {
    for (const granted of new Set(TABLE.map(([, access]) => access))) {
      if (granted === "anyone" || granted === "signed_in") continue;
      const caller = keyWith(granted);
      for (const [path, access] of TABLE) {
        const outcome = await outcomeOf(caller, path);
        if (access === "signed_in") expect([path, outcome]).toEqual([path, "UNAUTHORIZED"]);
        else if (access !== "anyone" && access !== granted) expect([path, outcome]).toEqual([path, "FORBIDDEN"]);
        else expect([path, ["FORBIDDEN", "INTERNAL_SERVER_ERROR"].includes(outcome)]).toEqual([path, false]);
      }
    }
  });
});
