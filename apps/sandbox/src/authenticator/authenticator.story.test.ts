import { URI } from "otpauth";
import { beforeEach, describe, expect, test } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import { currentCodes } from "./codes.ts";

const sandbox = testSandbox();
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OWNER = "owner@stoa.test";

const form = (path: string, fields: Record<string, string>) =>
  fetch(`${sandbox.url}${path}`, { method: "POST", body: new URLSearchParams(fields) });
const page = async () => (await fetch(`${sandbox.url}/authenticator`)).text();

beforeEach(() => sandbox.control("POST", "reset"));

describe("codes", () => {
  // RFC 6238, appendix B, cut to six digits.
  test.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [20_000_000_000, "353130"],
  ])("at %d s are those of RFC 6238", async (seconds, code) => {
    await sandbox.control("POST", "authenticator", { account: OWNER, secret: SECRET });
    const [row] = await currentCodes(sandbox.sql, new Date(seconds * 1000));
    expect(row).toMatchObject({ account: OWNER, code, period: 30, remainingSeconds: 30 - (seconds % 30) });
  });

  test("of one account or of all are told to a test", async () => {
    await sandbox.control("POST", "authenticator", { account: OWNER, secret: SECRET.toLowerCase() });
    await sandbox.control("POST", "authenticator", { account: "staff@stoa.test", secret: "JBSW Y3DP EHPK 3PXP" });
    const all = (await sandbox.control("GET", "authenticator")) as { codes: unknown[] };
    expect(all.codes).toHaveLength(2);
    const one = await sandbox.control("GET", `authenticator?account=${OWNER}`);
    expect(one).toMatchObject({ codes: [{ account: OWNER, code: expect.stringMatching(/^\d{6}$/) }] });
  });

  test("follow a renewed secret", async () => {
    await sandbox.control("POST", "authenticator", { account: OWNER, secret: "JBSWY3DPEHPK3PXP" });
    await sandbox.control("POST", "authenticator", { account: OWNER, secret: SECRET });
    expect(await currentCodes(sandbox.sql, new Date(59_000))).toMatchObject([{ code: "287082" }]);
  });

  test("need a secret in base32", async () => {
    const refused = sandbox.control("POST", "authenticator", { account: OWNER, secret: "0189!0189!0189!0189!" });
    await expect(refused).rejects.toThrow("base32");
  });
});

describe("the page", () => {
  test("is empty at first, and says what to do", async () => {
    expect(await page()).toContain("No account yet");
  });

  test("shows each account's code and renews itself when it changes", async () => {
    await sandbox.control("POST", "authenticator", { account: OWNER, secret: SECRET });
    const answer = await fetch(`${sandbox.url}/authenticator`);
    expect(Number(answer.headers.get("refresh"))).toBeGreaterThan(0);
    expect(await answer.text()).toMatch(/owner@stoa\.test<\/h2>.*\d{3} \d{3}/s);
  });

  test("takes what an app would scan, and lets it go again", async () => {
    const uri = `otpauth://totp/Stoa:${OWNER}?secret=${SECRET}&issuer=Stoa&algorithm=SHA1&digits=6&period=30`;
    expect(URI.parse(uri).label).toBe(OWNER);
    expect(await (await form("/authenticator", { uri })).text()).toContain(OWNER);
    await form("/authenticator/remove", { account: OWNER });
    expect(await page()).not.toContain(OWNER);
  });

  test.each(["", "https://stoa.example", "otpauth://totp/x?secret=!", `otpauth://hotp/x?secret=${SECRET}&counter=1`])(
    "refuses %o and shows it again",
    async (uri) => {
      const answer = await form("/authenticator", { uri });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('role="alert"');
    },
  );
});
