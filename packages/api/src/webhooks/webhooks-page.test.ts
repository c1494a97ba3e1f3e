import { readFileSync } from "node:fs";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@stoa/kit";
import { expect, test } from "vitest";
import { z } from "zod";
import { EVENTS, type EventType } from "../platform/events.ts";
import { createSecrets } from "../platform/secrets.ts";
import { ENDPOINTS_MAX } from "./create-endpoint.ts";
import { KEPT_DAYS } from "./prune-messages.ts";
import { FAILING_MAX_MS, PAUSES_MS, TRIES } from "./retry-schedule.ts";
import { newSigningSecret, signedHeaders } from "./signing.ts";

const page = readFileSync(new URL("../../../../docs/webhooks.md", import.meta.url), "utf8");

/** The examples by the heading above them, and the sentence between. */
const examples = new Map(
  [...page.matchAll(/^### `([a-z_.]+)`\n\n(.+)\n\n```json\n([\s\S]+?)\n```/gm)].map(([, type, says, json]) => [
    type ?? "",
    { says, json: json ?? "" },
  ]),
);

test("the page shows every event, and no other", () => {
  expect([...examples.keys()].sort()).toEqual(Object.keys(EVENTS).sort());
});

test.each(Object.keys(EVENTS) as EventType[])("the example of %s is one, in its own words", (type) => {
  const { version, says, data } = EVENTS[type];
  const example = examples.get(type) ?? expect.fail("no example");
  expect(example.says).toBe(says);
  const message = z.strictObject({
    type: z.literal(type),
    version: z.literal(version),
    timestamp: z.iso.datetime(),
    data,
  });
  expect(message.safeParse(JSON.parse(example.json)).error).toBeUndefined();
});

test("the waits of the page are the waits of the code", () => {
  const units: Record<string, number> = { s: SECOND_MS, min: MINUTE_MS, h: HOUR_MS };
  const row = /^\| wait \|(.+)\|$/m.exec(page)?.[1] ?? "";
  const waits = [...row.matchAll(/(\d+) (\w+)/g)].map(([, count, unit]) => Number(count) * (units[unit ?? ""] ?? 0));
  expect(waits).toEqual(PAUSES_MS);
  expect([TRIES, FAILING_MAX_MS / DAY_MS, KEPT_DAYS, ENDPOINTS_MAX]).toEqual([10, 5, 30, 20]);
  for (const told of ["tried ten times", "nothing for five days", "kept for 30 days", "be 20."]) {
    expect(page.replaceAll("\n", " ")).toContain(told);
  }
});

test("the page's way to verify takes what we sign, and nothing else", async () => {
  const code = /```js\n([\s\S]+?)```/.exec(page)?.[1] ?? "";
  const { verify } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const secrets = createSecrets(Buffer.alloc(32, 7).toString("base64"));
  const [old, own] = [newSigningSecret(secrets), newSigningSecret(secrets)];
  const message = { id: "evt_1", body: '{"type":"webhook.test"}' };
  const keys = {
    secretSealed: own.sealed,
    previousSecretSealed: old.sealed,
    previousSecretUntil: new Date(Date.now() + HOUR_MS),
  };
  const headers = signedHeaders(secrets, keys, message, new Date());
  for (const { secret } of [old, own]) expect(verify(secret, headers, message.body)).toEqual({ type: "webhook.test" });
  expect(() => verify(own.secret, headers, "{}")).toThrow("not signed");
  expect(() => verify(newSigningSecret(secrets).secret, headers, message.body)).toThrow("not signed");
  const late = signedHeaders(secrets, keys, message, new Date(Date.now() - 6 * MINUTE_MS));
  expect(() => verify(own.secret, late, message.body)).toThrow("too old");
});
