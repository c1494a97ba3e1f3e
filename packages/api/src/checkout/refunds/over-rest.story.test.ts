import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "../../http/openapi.ts";
import { restHandler } from "../../http/rest-handler.ts";
import type { Permission } from "../../identity/policy.ts";
import { type Actor, GUEST } from "../../platform/actor.ts";
import { addPerson, signedIn } from "../../testing/people.ts";
import { payForCourses } from "../testing/paid-order.ts";
import { testShop } from "../testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);
let ada: Actor;

beforeAll(async () => {
  ada = (await signedIn(shop.services, await addPerson(shop.services, "ada"))).actor;
});
afterEach(async () => expect(await shop.breaches()).toEqual([]));

const key = (...permissions: Permission[]): Actor => ({
  kind: "api_key",
  id: "key_1",
  permissions: new Set(permissions),
});
const paid = (...prices: number[]) => payForCourses(shop, database, prices, { lmsCourse: null });

/** What REST answers somebody. */
async function ask(actor: Actor, route: string, body?: unknown, headers: Record<string, string> = {}) {
  const [method = "GET", path = ""] = route.split(" ");
  const face = restHandler({ services: async () => shop.services, actorOf: async () => actor });
  const answer = await face(
    new Request(`http://web.test/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json", "x-stoa-peer": "203.0.113.9", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: answer.status, body: await answer.json() };
}

describe("a program that may refund", () => {
  test("previews, asks, reads, lists and is told that it is done", async () => {
    const { orderId, lineIds } = await paid(4_900, 2_900);
    const wish = { kind: "lines", lineIds: lineIds.slice(1) };
    const preview = await ask(ada, `POST /orders/${orderId}/refunds/preview`, { wish });
    expect(preview).toMatchObject({
      status: 200,
      body: { amount: { amount: 2_900 }, order: { status: "partially_refunded" } },
    });
    const asked = await ask(ada, `POST /orders/${orderId}/refunds`, { wish, note: "asked by mail" });
    expect(asked).toMatchObject({
      status: 200,
      body: { status: "requested", amount: { amount: 2_900, currency: "EUR" } },
    });
    const { refundId } = asked.body;
    await shop.drain();
    const read = await ask(ada, `GET /refunds/${refundId}`);
    expect(read).toMatchObject({
      status: 200,
      body: { id: refundId, orderId, status: "succeeded", lineIds: lineIds.slice(1), note: "asked by mail" },
    });
    const rest = await ask(ada, `POST /orders/${orderId}/refunds`, { wish: { kind: "full" }, note: "all of it" });
    expect(rest.body.amount).toEqual({ amount: 4_900, currency: "EUR" });
    const first = await ask(ada, `GET /refunds?orderId=${orderId}&limit=1`);
    expect(first.body.items).toMatchObject([{ id: rest.body.refundId, status: "requested" }]);
    const second = await ask(ada, `GET /refunds?orderId=${orderId}&limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ id: refundId }], nextCursor: null });
    const done = await ask(ada, `GET /refunds?orderId=${orderId}&status=succeeded`);
    expect(done.body.items).toMatchObject([{ id: refundId }]);
    expect(await ask(ada, `POST /refunds/${rest.body.refundId}/cancel`, {})).toMatchObject({ status: 200 });
    await shop.drain();
    expect((await ask(ada, `GET /orders/${orderId}`)).body).toMatchObject({ refunded: { amount: 2_900 } });
  });

  test("under one key asks once, and a key of another body is refused", async () => {
    const { orderId } = await paid(4_900);
    const once = { "idempotency-key": newId("correlation") };
    const body = { wish: { kind: "amount", amount: { amount: 900, currency: "EUR" } }, note: "a lesson was missing" };
    const route = `POST /orders/${orderId}/refunds`;
    const answers = await Promise.all([1, 2, 3].map(() => ask(ada, route, body, once)));
    expect(new Set(answers.map((answer) => answer.body.refundId)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const other = await ask(ada, route, { ...body, note: "another" }, once);
    expect(other).toMatchObject({ status: 422, body: { error: { code: "idempotency_key_reused" } } });
    expect((await ask(ada, `GET /refunds?orderId=${orderId}`)).body.items).toHaveLength(1);
  });

  test("is told in the one shape of errors what it cannot have", async () => {
    const { orderId } = await paid(4_900);
    const route = `POST /orders/${orderId}/refunds`;
    const much = { kind: "amount", amount: { amount: 5_000, currency: "EUR" } };
    const error = (code: string) => ({ error: { code, correlationId: expect.stringMatching(/^cor_/) } });
    expect(await ask(ada, route, { wish: much, note: "x" })).toMatchObject({
      status: 422,
      body: error("refund_exceeds_payment"),
    });
    for (const wish of [{ kind: "most" }, { kind: "full", amount: 1 }, { kind: "lines", lineIds: [] }, "full"])
      expect(await ask(ada, route, { wish, note: "x" })).toMatchObject({ status: 400, body: error("invalid_input") });
    expect(await ask(ada, route, { wish: { kind: "full" }, note: " " })).toMatchObject({ status: 400 });
    expect(await ask(ada, `GET /refunds/${newId("refund")}`)).toMatchObject({
      status: 404,
      body: error("refund_not_found"),
    });
  });

  test("T99 and a key does no more than it was given", async () => {
    const { orderId } = await paid(4_900);
    const wish = { kind: "full" };
    const asked = await ask(key("payment:refund"), `POST /orders/${orderId}/refunds`, { wish, note: "by our desk" });
    expect(asked.status).toBe(200);
    const read = `GET /refunds/${asked.body.refundId}`;
    expect((await ask(key("payment:read"), read)).body).toMatchObject({ orderId, status: "requested" });
    const refused: [Actor, string, number][] = [
      [key("payment:refund"), read, 403],
      [key("payment:read"), `POST /orders/${orderId}/refunds`, 403],
      [key("payment:read"), `POST /orders/${orderId}/refunds/preview`, 403],
      [key("payment:read"), `POST /refunds/${asked.body.refundId}/cancel`, 403],
      [key(), "GET /refunds", 403],
      [GUEST, "GET /refunds", 401],
      [GUEST, `POST /orders/${orderId}/refunds`, 401],
    ];
    for (const [actor, route, status] of refused) {
      const body = route.startsWith("GET") ? undefined : { wish, note: "x" };
      expect([route, (await ask(actor, route, body)).status]).toEqual([route, status]);
    }
  });
});

describe("the buyer of an order", () => {
  test("T19 sees with its token what can be given back, and gives it back; nobody else does", async () => {
    const { orderId, orderToken, lineIds } = await paid(4_900, 2_900);
    const mine = { "x-order-token": orderToken };
    const route = `/orders/${orderId}/returns`;
    const lines = { lineIds: lineIds.slice(0, 1) };
    expect((await ask(GUEST, `GET ${route}`, undefined, mine)).body).toMatchObject({
      lines: [{ refusal: null }, { refusal: null }],
    });
    const preview = await ask(GUEST, `POST ${route}/preview`, lines, mine);
    expect(preview).toMatchObject({ status: 200, body: { amount: { amount: 4_900 } } });
    for (const of of [`GET ${route}`, `POST ${route}/preview`, `POST ${route}`]) {
      const body = of.startsWith("GET") ? undefined : lines;
      expect((await ask(ada, of, body)).body).toMatchObject({ error: { code: "order_not_found" } });
    }
    const given = await ask(GUEST, `POST ${route}`, lines, mine);
    expect(given).toMatchObject({ status: 200, body: { status: "requested", amount: { amount: 4_900 } } });
    expect((await ask(GUEST, `POST ${route}`, lines, mine)).body).toMatchObject({
      error: { code: "line_not_refundable" },
    });
  });
});

test("the document of the API says what a refund is asked for with", () => {
  const { paths } = openApiDocument("http://web.test") as { paths: Record<string, Record<string, object>> };
  const { post } = paths["/orders/{orderId}/refunds"] ?? {};
  const said = JSON.stringify(post);
  for (const word of ["full", "amount", "lines", "lineIds", "note"]) expect(said).toContain(`"${word}"`);
  expect(post).toMatchObject({ tags: ["Refunds"], parameters: [{ name: "orderId", in: "path" }] });
});
