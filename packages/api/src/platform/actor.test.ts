import { describe, expect, test } from "vitest";
import { PERMISSIONS, permissionsOf, ROLE_PERMISSIONS, ROLES } from "../identity/policy.ts";
import { type Actor, GUEST, may, mustHoldSecondFactor, SecondFactorNeeded } from "./actor.ts";

const person = (roles: (typeof ROLES)[number][], secondFactorMissing = false): Actor => ({
  kind: "user",
  id: "usr_1",
  sessionId: "ses_1",
  roles,
  permissions: secondFactorMissing ? new Set() : permissionsOf(roles),
  email: "a@b.example",
  emailVerified: true,
  secondFactorMissing,
});

describe("who may", () => {
  test("is decided by the one table: a guest nothing, a learner little, the owner everything", () => {
    for (const permission of PERMISSIONS) {
      expect(may(GUEST, permission)).toBe(false);
      expect(may(person(["owner"]), permission)).toBe(true);
      expect(may(person(["learner"]), permission)).toBe(permission === "video:stream");
    }
  });

  test("adds up over several roles", () => {
    expect(permissionsOf(["learner", "staff"])).toEqual(
      new Set([...ROLE_PERMISSIONS.learner, ...ROLE_PERMISSIONS.staff]),
    );
    expect(permissionsOf([]).size).toBe(0);
  });

  test("names roles to the owner alone, and pays back or approves money to admins alone", () => {
    const holders = (permission: (typeof PERMISSIONS)[number]) =>
      ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission));
    expect(holders("user:grant_role")).toEqual(["owner"]);
    for (const permission of ["payment:refund", "payout:approve", "user:block", "settings:write"] as const)
      expect(holders(permission)).toEqual(["admin", "owner"]);
  });

  test("of an API key is what the key was given; jobs and webhooks act for Stoa itself", () => {
    const key: Actor = { kind: "api_key", id: "key_1", permissions: new Set(["course:write"]) };
    expect(may(key, "course:write")).toBe(true);
    expect(may(key, "course:delete")).toBe(false);
    for (const kind of ["system", "job", "webhook"] as const)
      expect(may({ kind, id: "x" }, "course:delete")).toBe(true);
  });
});

test("staff without a second factor are stopped, and nobody else", () => {
  expect(() => mustHoldSecondFactor(person(["staff"], true))).toThrow(SecondFactorNeeded);
  expect(() => mustHoldSecondFactor(person(["learner"]))).not.toThrow();
  expect(() => mustHoldSecondFactor(GUEST)).not.toThrow();
});
