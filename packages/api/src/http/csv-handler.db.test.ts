import { testDatabase } from "@stoa/db/testing/database";
import { beforeEach, expect, test } from "vitest";
import { type Actor, GUEST } from "../platform/actor.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { csvHandler } from "./csv-handler.ts";

const services = testServices(testDatabase());
let actor: Actor = GUEST;
let read = 0;
let asked: unknown[] = [];
beforeEach(() => {
  actor = GUEST;
  read = 0;
  asked = [];
});

const handle = csvHandler({
  face: { services: async () => services, actorOf: async () => actor },
  path: "/audit/export",
  permission: "audit:export",
  file: (caller, fields) => {
    asked.push(fields);
    return caller.audit.export({ action: fields.action });
  },
});

/** A form whose reading is noticed. */
function send(text: string, headers: Record<string, string> = {}) {
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (stream) => {
        read += 1;
        stream.enqueue(new TextEncoder().encode(text));
        stream.close();
      },
    },
    { highWaterMark: 0 },
  );
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", headers: { ...form, ...headers }, body, duplex: "half" };
  return handle(new Request("http://admin.test/audit/export", init));
}

test("who may not have the file is told so before a byte of the body is read", async () => {
  expect((await send("action=identity")).status).toBe(401);
  actor = (await signedIn(services, await addPerson(services, "asha"))).actor;
  expect((await send("action=identity")).status).toBe(403);
  const ada = (await signedIn(services, await addPerson(services, "ada"))).actor;
  actor = { ...ada, secondFactorMissing: true };
  expect((await send("action=identity")).status).toBe(403);
  actor = ada;
  expect((await send("action=identity", { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect({ read, asked }).toEqual({ read: 0, asked: [] });
});

test("who may have it gets the file of their filter; a body too large or of another kind is refused", async () => {
  actor = (await signedIn(services, await addPerson(services, "olga"))).actor;
  const answer = await send("action=identity&from=");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="stoa-audit.*\.csv"$/);
  expect(await answer.text()).toContain("correlationId");
  expect(asked).toEqual([{ action: "identity", from: "" }]);
  expect((await send("a".repeat(20_000))).status).toBe(413);
  expect((await send("{}", { "content-type": "application/json" })).status).toBe(400);
});
