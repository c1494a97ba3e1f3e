import { PassThrough } from "node:stream";
import { testDatabase } from "@stoa/db/testing/database";
import { beforeEach, expect, test } from "vitest";
import { GUEST } from "../platform/actor.ts";
import { createLog } from "../platform/log.ts";
import { testServices } from "../testing/services.ts";
import { clientErrorHandler } from "./client-errors.ts";

const lines = new PassThrough();
const services = testServices(testDatabase(), { log: createLog({ app: "web", level: "info", destination: lines }) });
const handle = clientErrorHandler({ services: async () => services, actorOf: async () => GUEST }, "web");
let serial = 0;
beforeEach(() => {
  serial += 1;
  lines.read();
});

const send = (body: unknown, headers: Record<string, string> = {}) =>
  handle(
    new Request("http://web.test/api/client-errors", {
      method: "POST",
      headers: { "content-type": "application/json", "x-stoa-peer": `198.51.100.${serial}`, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
const logged = () => String(lines.read() ?? "");

test("an error in a browser is logged once, counted, and bound to its request", async () => {
  const report = { message: "x is undefined", stack: "at a.js:1", page: "/orders/ord_1", digest: "123" };
  const answer = await send(report, { "x-correlation-id": "cor_browser_1" });
  expect(answer.status).toBe(204);
  expect(answer.headers.get("x-correlation-id")).toBe("cor_browser_1");
  expect(JSON.parse(logged())).toMatchObject({ correlationId: "cor_browser_1", client: report, level: "warn" });
  const { values } = await services.metrics.clientErrors.get();
  expect(values).toEqual([{ labels: { app: "web" }, value: 1 }]);
});

test("T103 no person is in it, nor a token, nor a second line", async () => {
  const token = "kZ8vQ2mN4pL6rT9xW1yB3cD5fG7hJ0aS";
  await send({
    message: `no answer for maya@example.com\n{"level":"error","msg":"forged"}`,
    stack: `at https://web.test/verify?token=${token} (card 4242 4242 4242 4242)`,
    page: `/reset?token=${token}#x`,
  });
  const text = logged();
  expect(text).not.toMatch(/maya|4242|kZ8v/);
  expect(text.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(text).client.page).toBe("/reset");
});

test("long texts are cut; what is no report, too large, or of another site is refused", async () => {
  expect((await send({ message: "x".repeat(9_000), page: "/" })).status).toBe(204);
  expect(JSON.parse(logged()).client.message).toHaveLength(500);
  expect((await send({ message: "x", page: "/", user: "asha" })).status).toBe(400);
  expect((await send("[1]")).status).toBe(400);
  expect((await send({ message: "x".repeat(20_000), page: "/" })).status).toBe(413);
  expect((await send({ message: "x", page: "/" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect(logged()).toBe("");
});

test("one address tells twenty a minute", async () => {
  const answers = await Promise.all(Array.from({ length: 25 }, () => send({ message: "again", page: "/" })));
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(20);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
});
