import { expect, test } from "vitest";
import { refusalOfPost } from "./page-post.ts";

const FORM = "multipart/form-data; boundary=here";
const part = (name: string, value: string) =>
  `--here\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const form = (...fields: [string, string][]) =>
  `${fields.map(([name, value]) => part(name, value)).join("")}--here--\r\n`;
const ACTION: [string, string][] = [
  ["$ACTION_REF_1", ""],
  ["$ACTION_1:0", '{"id":"60","bound":"$@1"}'],
  ["$ACTION_1:1", "[{}]"],
];

interface Post {
  path?: string;
  type?: string;
  body?: string;
  headers?: Record<string, string>;
}

/** The status and code of the refusal, or null when the post may go on. */
async function refusal({ path = "/sign-in", type = FORM, body = form(), headers = {} }: Post) {
  const request = new Request(`http://shop.test${path}`, {
    method: "POST",
    body,
    headers: { host: "shop.test", "content-type": type, ...headers },
  });
  const own = { ownUrl: "https://stoa.test/", limitBytes: 65_536, correlationId: "cor_1" };
  const answer = await refusalOfPost(request, own);
  if (answer === null) return null;
  const { error } = (await answer.json()) as { error: { code: string; correlationId: string } };
  expect(error.correlationId).toBe("cor_1");
  return [answer.status, error.code];
}
const UNREADABLE = [400, "unreadable_post"];

test("T23 a form that is whole goes on, with a script and without", async () => {
  expect(await refusal({ body: form(...ACTION, ["email", "a@b.example"], ["1", "no json"]) })).toBeNull();
  const called = form(["0", '[{},"$K1"]'], ["1_email", "a@b.example"]);
  expect(await refusal({ body: called, headers: { "next-action": "60" } })).toBeNull();
  expect(await refusal({ type: "text/plain;charset=UTF-8", body: "[]", headers: { "next-action": "60" } })).toBeNull();
});

test.each([
  ["is cut off", form(["email", "a@b.example"]).slice(0, -14)],
  ["is empty", ""],
  ["is no form", "{}"],
  ["has a part without a name", "--here\r\nX: y\r\n\r\nz\r\n--here--\r\n"],
  ["has arguments that are no JSON", form(["$ACTION_REF_1", ""], ["$ACTION_1:0", '{"id":'])],
])("T23 a form that %s is refused before Next stumbles over it", async (_, body) => {
  expect(await refusal({ body })).toEqual(UNREADABLE);
});

test("T23 a form that names no boundary is refused", async () => {
  expect(await refusal({ type: "multipart/form-data", body: form() })).toEqual(UNREADABLE);
});

test("T23 a call of an action with no arguments that can be read is refused", async () => {
  const call = (type: string, body: string) => refusal({ type, body, headers: { "next-action": "60" } });
  expect(await call("text/plain", "[")).toEqual(UNREADABLE);
  expect(await call("text/plain", "")).toEqual(UNREADABLE);
  expect(await call(FORM, form(["1_email", "a@b.example"]))).toEqual(UNREADABLE);
  expect(await call(FORM, form(["0", "[{"]))).toEqual(UNREADABLE);
});

test("T23 what is larger than any form of ours is refused as too large", async () => {
  expect(await refusal({ body: form(["email", "x".repeat(70_000)]) })).toEqual([413, "body_too_large"]);
});

test("T15 a form of another site is refused, and so is one whose origin cannot be read", async () => {
  for (const origin of ["https://evil.example", "null", "x"])
    expect([origin, await refusal({ headers: { origin } })]).toEqual([origin, [403, "cross_site_request"]]);
  for (const origin of ["https://stoa.test", "http://shop.test"])
    expect([origin, await refusal({ headers: { origin } })]).toEqual([origin, null]);
});

test("what is no post of a form to a page is somebody else's to judge", async () => {
  expect(await refusal({ path: "/api/trpc/courses.list", body: "" })).toBeNull();
  expect(await refusal({ type: "application/x-www-form-urlencoded", body: "a=b" })).toBeNull();
});
