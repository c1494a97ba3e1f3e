import { describe, expect, test } from "vitest";
import { permissionsOf } from "../identity/policy.ts";
import { type Actor, GUEST } from "../platform/actor.ts";
import { sha256 } from "../platform/secrets.ts";
import { mayReadOrder } from "./policy.ts";

const person = (id: string, roles: Parameters<typeof permissionsOf>[0]): Actor => ({
  kind: "user",
  id,
  sessionId: "ses",
  roles,
  permissions: permissionsOf(roles),
  email: "a@example.com",
  emailVerified: true,
  secondFactorMissing: false,
});
const order = { userId: "usr_owner", tokenHash: sha256("the token") };
const guestOrder = { userId: null, tokenHash: sha256("the token") };

describe("an order is read", () => {
  test("by its owner, by staff, and by whoever holds its token", () => {
    expect(mayReadOrder(person("usr_owner", ["learner"]), order, null)).toBe(true);
    expect(mayReadOrder(person("usr_omar", ["staff"]), order, null)).toBe(true);
    expect(mayReadOrder(GUEST, guestOrder, "the token")).toBe(true);
  });

  test("by nobody else", () => {
    expect(mayReadOrder(person("usr_other", ["learner"]), order, null)).toBe(false);
    expect(mayReadOrder(person("usr_ines", ["instructor"]), order, "another token")).toBe(false);
    expect(mayReadOrder(GUEST, guestOrder, null)).toBe(false);
    expect(mayReadOrder(GUEST, guestOrder, "")).toBe(false);
  });
});
