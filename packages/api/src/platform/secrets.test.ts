import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createSecrets, equalSecrets, sha256 } from "./secrets.ts";

const key = () => randomBytes(32).toString("base64");
const secrets = createSecrets(key());

describe("a sealed value", () => {
  test("opens to what was sealed, and looks different each time", () => {
    const sealed = secrets.seal("totp", "JBSWY3DP");
    expect(sealed).not.toContain("JBSWY3DP");
    expect(secrets.open("totp", sealed)).toBe("JBSWY3DP");
    expect(secrets.seal("totp", "JBSWY3DP")).not.toBe(sealed);
  });

  test("does not open for another purpose or under another key", () => {
    const sealed = secrets.seal("totp", "JBSWY3DP");
    expect(() => secrets.open("mail", sealed)).toThrow();
    expect(() => createSecrets(key()).open("totp", sealed)).toThrow();
  });

  test("does not open once any byte of it was altered or cut off", () => {
    const raw = Buffer.from(secrets.seal("totp", "JBSWY3DP"), "base64url");
    for (let i = 0; i < raw.length; i++) {
      const altered = Buffer.from(raw);
      altered[i] = (altered[i] ?? 0) ^ 1;
      expect(() => secrets.open("totp", altered.toString("base64url"))).toThrow();
      expect(() => secrets.open("totp", raw.subarray(0, i).toString("base64url"))).toThrow();
    }
  });
});

test("T50 secrets are compared whole, of any length", () => {
  expect(equalSecrets("abc", "abc")).toBe(true);
  expect(equalSecrets("abc", "abd")).toBe(false);
  expect(equalSecrets("abc", "ab")).toBe(false);
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
