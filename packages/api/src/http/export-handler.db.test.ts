import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Actor, GUEST, type UserActor } from "../platform/actor.ts";
import { parseCsv } from "../platform/csv.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { exportHandler } from "./export-handler.ts";
import { LIST_EXPORTS } from "./list-exports.ts";

const database = testDatabase();
const services = testServices(database);
let actor: Actor = GUEST;
let ada: UserActor;
const PEOPLE = 230;

beforeAll(async () => {
  ada = (await signedIn(services, await addPerson(services, "ada"))).actor;
  await database.db.insert(tables.users).values(
    Array.from({ length: PEOPLE }, (_, n) => ({
      id: newId("user"),
      email: `person${n}@example.com`,
      emailNormalised: `person${n}@example.com`,
      name: n === 7 ? '=HYPERLINK("http://evil.example")' : `Person ${n}`,
    })),
  );
});
beforeEach(() => {
  actor = ada;
});

const handle = exportHandler({ services: async () => services, actorOf: async () => actor });
const ask = ({ list = "", ...fields }: Record<string, string>, headers: Record<string, string> = {}) =>
  handle(
    new Request(`http://admin.test/export/${list}`, { method: "POST", headers, body: new URLSearchParams(fields) }),
  );
const entries = (action: string) =>
  database.db.execute<{ actor_id: string; after: unknown }>(
    sql`select actor_id, after from audit_entries where action = ${action}`,
  );

describe("a list as a file", () => {
  test("T93 has every row that matches, over all its pages, and nothing that a spreadsheet runs", async () => {
    const answer = await ask({ list: "people", q: "person" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toMatch(/attachment; filename="stoa-people-/);
    const text = await answer.text();
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    const [heading, ...rows] = parseCsv(text) ?? [];
    expect(heading?.cells).toEqual(LIST_EXPORTS.people?.columns);
    expect(new Set(rows.map(({ cells }) => cells[1])).size).toBe(PEOPLE);
  });

  test("is on record with who took it and by which filter", async () => {
    await (await ask({ list: "orders", status: "paid" })).text();
    expect(await entries("orders.export")).toEqual([{ actor_id: ada.id, after: { filters: { status: "paid" } } }]);
  });

  test.each(Object.keys(LIST_EXPORTS))("of %s begins with its columns, also when it is empty", async (list) => {
    const none = { people: { q: "nobody-at-all" }, audit: { action: "nothing.at_all" } };
    const answer = await ask({ list, ...(Object.hasOwn(none, list) ? none[list as keyof typeof none] : {}) });
    expect(await answer.text()).toBe(`${LIST_EXPORTS[list]?.columns.join(",")}\r\n`);
  });
});

test("T93 T99 the audit leaves as a file no spreadsheet runs, by a permission of its own", async () => {
  const answer = await ask({ list: "audit", action: "orders.export", until: "9000-01-01T00:00:00.000Z" });
  const [heading, entry, ...others] = parseCsv(await answer.text()) ?? [];
  expect(heading?.cells).toEqual(LIST_EXPORTS.audit?.columns);
  expect(entry?.cells).toContain("orders.export");
  expect(others.every(({ cells }) => cells[4] === "orders.export")).toBe(true);
  expect((await entries("audit.export")).length).toBeGreaterThan(0);
  actor = { ...ada, permissions: new Set([...ada.permissions].filter((name) => name !== "audit:export")) };
  expect((await ask({ list: "audit" })).status).toBe(403);
});

test("who may not have the file is told so before a byte of the body is read; no more is read than such a form holds", async () => {
  let read = 0;
  const send = (text: string, more: Record<string, string> = {}) => {
    const pull = (stream: ReadableStreamDefaultController<Uint8Array>) => {
      read += 1;
      stream.enqueue(new TextEncoder().encode(text));
      stream.close();
    };
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    const headers = { "content-type": "application/x-www-form-urlencoded", ...more };
    const init = { method: "POST", headers, body, duplex: "half" };
    return handle(new Request("http://admin.test/export/people", init));
  };
  const refused: [Actor, number][] = [
    [GUEST, 401],
    [{ ...ada, permissions: new Set(["data:export"]) }, 403],
    [{ ...ada, permissions: new Set(["user:read"]) }, 403],
    [{ ...ada, secondFactorMissing: true }, 403],
  ];
  for (const [who, status] of refused) {
    actor = who;
    expect((await send("q=person")).status).toBe(status);
  }
  actor = ada;
  expect((await send("q=person", { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect(read).toBe(0);
  expect((await send("a".repeat(20_000))).status).toBe(413);
  expect((await send("{}", { "content-type": "application/json" })).status).toBe(400);
});

describe("T99 what is not given away", () => {
  test("to guests, to other pages, and to staff who may see the list but not carry it off", async () => {
    expect((await ask({ list: "people" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    actor = (await signedIn(services, await addPerson(services, "omar"))).actor;
    expect((await ask({ list: "people" })).status).toBe(403);
    actor = GUEST;
    expect((await ask({ list: "people" })).status).toBe(401);
  });

  test("a list that the person may not see, whatever else they may", async () => {
    const permissions = new Set([...ada.permissions].filter((name) => name !== "payout:read"));
    actor = { ...ada, permissions };
    expect((await ask({ list: "payouts" })).status).toBe(403);
    expect(await entries("payouts.export")).toHaveLength(1);
  });

  test("a list that there is not, or by a filter that it does not have; neither is on record", async () => {
    for (const list of ["", "toString", "users"]) expect((await ask({ list })).status).toBe(404);
    expect((await ask({ list: "orders", status: "lost" })).status).toBe(400);
    expect(await entries("orders.export")).toHaveLength(2);
  });
});
