import { expect, test } from "vitest";
import { createPasswords, SignInBusy } from "./passwords.ts";

test("a password matches its own hash and no other, and nobody's hash never matches", async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash("seven wet umbrellas");
  expect(await passwords.verify(stored, "seven wet umbrellas")).toBe(true);
  expect(await passwords.verify(stored, "seven wet umbrella")).toBe(false);
  expect(await passwords.verify(null, "nobody has this password")).toBe(false);
  expect(passwords.checks()).toBe(3);
});

test("a storm of sign-ins waits in a queue, and who finds it full is told to come back", async () => {
  const passwords = createPasswords();
  const outcomes = await Promise.allSettled(Array.from({ length: 130 }, (_, i) => passwords.hash(`password ${i}`)));
  const refused = outcomes.filter((one) => one.status === "rejected");
  expect(refused).toHaveLength(28);
  for (const one of refused) expect(one.status === "rejected" && one.reason).toBeInstanceOf(SignInBusy);
  expect(await passwords.hash("afterwards there is room again")).toMatch(/^\$argon2id\$/);
});
