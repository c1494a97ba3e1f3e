import { testDatabase } from "@stoa/db/testing/database";
import { TRPCError } from "@trpc/server";
import { describe, expect, test } from "vitest";
import { type Permission, permissionsOf, type Role } from "./identity/index.ts";
import { createCaller } from "./root.ts";
import { EXPECTED_ACCESS, type ExpectedAccess } from "./testing/expected-access.ts";
import { addPerson, type CastName, guest, signedIn } from "./testing/people.ts";
import { testServices } from "./testing/services.ts";

const services = testServices(testDatabase());
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

describe("asked by", () => {
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
