import { beforeEach, expect, test } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";

const sandbox = testSandbox();
const PASSES = "1x0000000000000000000000000000000AA";

beforeEach(() => sandbox.control("POST", "reset"));

const frame = (asked: Record<string, string> = {}) =>
  fetch(
    `${sandbox.url}/turnstile/v0/frame?${new URLSearchParams({
      id: "w1",
      sitekey: "sandbox",
      action: "sign_up",
      parent: "http://shop.test:3000",
      theme: "auto",
      ...asked,
    })}`,
  );
const solve = async (asked: Record<string, string> = {}) =>
  /data-token="([^"]+)"/.exec(await (await frame(asked)).text())?.[1] ?? "";
const verify = async (fields: Record<string, string>, json = false) => {
  const answer = await fetch(`${sandbox.url}/turnstile/v0/siteverify`, {
    method: "POST",
    ...(json
      ? { body: JSON.stringify(fields), headers: { "content-type": "application/json" } }
      : { body: new URLSearchParams(fields) }),
  });
  return (await answer.json()) as Record<string, unknown>;
};

test("a token is good once, for the site and action it was solved for, as a form and as JSON", async () => {
  const solved = { success: true, "error-codes": [], hostname: "shop.test", action: "sign_up" };
  for (const json of [false, true]) {
    const response = await solve();
    expect(await verify({ secret: "sandbox", response }, json)).toMatchObject(solved);
    expect(await verify({ secret: "sandbox", response }, json)).toMatchObject({
      success: false,
      "error-codes": ["timeout-or-duplicate"],
    });
  }
});

test("a token is too old after five minutes", async () => {
  const response = await solve();
  await sandbox.sql`UPDATE turnstile.token SET issued_at = issued_at - interval '301 seconds'`;
  expect(await verify({ secret: "sandbox", response })).toMatchObject({ "error-codes": ["timeout-or-duplicate"] });
});

test.each([
  [{ response: "x" }, "missing-input-secret"],
  [{ secret: "wrong", response: "x" }, "invalid-input-secret"],
  [{ secret: "sandbox" }, "missing-input-response"],
  [{ secret: "sandbox", response: "x" }, "invalid-input-response"],
  [{ secret: "2x0000000000000000000000000000000AA", response: "x" }, "invalid-input-response"],
  [{ secret: "3x0000000000000000000000000000000AA", response: "x" }, "timeout-or-duplicate"],
])("the question %j is answered with %s", async (fields, code) => {
  expect(await verify(fields as Record<string, string>)).toEqual({ success: false, "error-codes": [code] });
});

test("the widget of a testing key gives the dummy token, which its secret takes again and again", async () => {
  const response = await solve({ sitekey: "1x00000000000000000000AA" });
  expect(response).toBe("XXXX.DUMMY.TOKEN.XXXX");
  for (const _ of [1, 2]) expect(await verify({ secret: PASSES, response })).toMatchObject({ success: true });
  expect(await verify({ secret: "sandbox", response })).toMatchObject({ success: false });
});

test("the frame is for pages of a site, and writes nothing that it was asked with as markup", async () => {
  const strange: Record<string, string>[] = [{ parent: "javascript:alert(1)" }, { action: "<b>" }, { theme: "red" }];
  for (const asked of strange) expect([asked, (await frame(asked)).status]).toEqual([asked, 400]);
  expect(await (await frame({ id: '"><script>' })).text()).not.toContain('"><script>');
});
