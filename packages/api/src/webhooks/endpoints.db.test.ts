import { testDatabase } from "@stoa/db/testing/database";
import { HOUR_MS, newId } from "@stoa/kit";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { restHandler } from "../http/rest-handler.ts";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { ENDPOINTS_MAX } from "./create-endpoint.ts";
import { COUNTED_MAX } from "./queries.ts";

const database = testDatabase();
const services = testServices(database);

let ada: Context & { actor: UserActor };
const hooks = () => createCaller(ada).webhooks;
/** In production nothing inside a private network may be called. */
const abroad = () =>
  createCaller({ ...ada, services: { ...services, env: { ...services.env, STOA_ENV: "production" } } }).webhooks;

const wish = (more: Partial<{ url: string; description: string; eventTypes: "order.paid"[] }> = {}) => ({
  url: `http://127.0.0.1:4000/${newId("webhookMessage")}`,
  description: "The school's CRM",
  eventTypes: ["order.paid"] as "order.paid"[],
  ...more,
});

const audited = async (subjectId: string) =>
  (
    await database.sql`select action, before, after from audit_entries where subject_id = ${subjectId} order by created_at, id`
  ).map(({ action, before, after }) => ({ action, before, after }));

beforeAll(async () => {
  ada = await signedIn(services, await addPerson(services, "ada"));
});

beforeEach(async () => {
  await database.sql`update webhook_endpoints set deleted_at = now()`;
});

describe("an endpoint", () => {
  test("is made with a secret that is shown once and kept sealed", async () => {
    const input = wish();
    const { id, secret } = await hooks().create(input);
    expect(secret).toMatch(/^whsec_/);
    const view = await hooks().endpoint({ id });
    expect(view).toMatchObject({
      ...input,
      status: "active",
      pause: null,
      failingSince: null,
      previousSecretUntil: null,
    });
    expect(view.counts).toEqual({ pending: 0, delivered: 0, failed: 0, held: 0 });
    expect((await hooks().endpoints()).items).toEqual([view]);
    const everywhere = JSON.stringify([view, await audited(id), await database.sql`select * from webhook_endpoints`]);
    expect(everywhere).not.toContain(secret.slice(6));
    expect(await audited(id)).toEqual([{ action: "webhooks.create_endpoint", before: null, after: input }]);
  });

  test("with more deliveries than anybody counts is shown as fast as any", async () => {
    const { id } = await hooks().create(wish());
    await database.sql`insert into webhook_messages (id, type, body, correlation_id)
      select 'counted_' || n, 'order.paid', '{}', 'cor_test' from generate_series(1, ${COUNTED_MAX + 100}) n`;
    await database.sql`insert into webhook_deliveries (id, message_id, endpoint_id, status, delivered_at, next_attempt_at)
      select 'delivery_' || id, id, ${id},
        (case when id = 'counted_1' then 'held' else 'delivered' end)::webhook_delivery_status,
        case when id = 'counted_1' then null else now() end, null
      from webhook_messages where id like 'counted_%'`;
    const { counts } = await hooks().endpoint({ id });
    expect(counts).toEqual({ pending: 0, delivered: COUNTED_MAX, failed: 0, held: 1 });
  });

  test("that is given twice, also at once, is made once", async () => {
    const input = wish();
    const made = await Promise.allSettled(Array.from({ length: 5 }, () => hooks().create(input)));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(hooks().create(input)).rejects.toMatchObject({ cause: { code: "webhook_endpoint_exists" } });
  });

  test("is the last one that there is room for, also when many are made at once", async () => {
    for (let made = 1; made < ENDPOINTS_MAX; made++) await hooks().create(wish());
    const rest = await Promise.allSettled(Array.from({ length: 4 }, () => hooks().create(wish())));
    expect(rest.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(hooks().create(wish())).rejects.toMatchObject({ cause: { code: "too_many_webhook_endpoints" } });
  });

  test.each([
    "http://hooks.example.com/",
    "https://127.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:10.0.0.1]/",
    "https://localhost/",
    "https://1.1.1.1:22/",
    "https://me:secret@1.1.1.1/",
    "https://nobody.invalid/",
  ])("T84 at %s is refused in production, new or changed", async (url) => {
    const refusal = { cause: { code: "webhook_address_refused", details: { field: "url" } } };
    await expect(abroad().create(wish({ url }))).rejects.toMatchObject(refusal);
    const { id } = await hooks().create(wish());
    await expect(abroad().edit({ id, ...wish({ url }) })).rejects.toMatchObject(refusal);
  });

  test.each([
    ["no URL", { url: "hooks" }],
    ["no words", { description: "<b></b>" }],
    ["no events", { eventTypes: [] }],
    ["events that nobody tells", { eventTypes: ["order.dreamt"] as unknown as "order.paid"[] }],
    ["the test event", { eventTypes: ["webhook.test"] as unknown as "order.paid"[] }],
  ])("with %s is refused", async (_, bad) => {
    await expect(hooks().create(wish(bad))).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("can be changed, but not to the address of another", async () => {
    const [{ id }, other] = [await hooks().create(wish()), wish()];
    await hooks().create(other);
    const changed = wish({ description: "Another <i>CRM</i>", eventTypes: ["order.paid", "order.paid"] });
    await hooks().edit({ id, ...changed });
    expect(await hooks().endpoint({ id })).toMatchObject({ description: "Another CRM", eventTypes: ["order.paid"] });
    expect((await audited(id)).at(-1)).toMatchObject({
      action: "webhooks.edit_endpoint",
      before: { description: "The school's CRM" },
      after: { description: "Another CRM" },
    });
    await expect(hooks().edit({ id, ...wish({ url: other.url }) })).rejects.toMatchObject({
      cause: { code: "webhook_endpoint_exists" },
    });
  });

  test("is paused and resumed, each once", async () => {
    const { id } = await hooks().create(wish());
    await Promise.all([1, 2, 3].map(() => hooks().pause({ id })));
    expect(await hooks().endpoint({ id })).toMatchObject({ status: "paused", pause: "by_hand" });
    await Promise.all([1, 2, 3].map(() => hooks().resume({ id })));
    expect(await hooks().endpoint({ id })).toMatchObject({ status: "active", pause: null, pausedAt: null });
    expect((await audited(id)).map(({ action }) => action)).toEqual([
      "webhooks.create_endpoint",
      "webhooks.pause_endpoint",
      "webhooks.resume_endpoint",
    ]);
  });

  test("gets a new secret, beside which the old one signs for as long as was asked", async () => {
    const { id, secret } = await hooks().create(wish());
    const rotated = await hooks().rotateSecret({ id, overlapHours: 24 });
    expect(rotated.secret).not.toBe(secret);
    const until = new Date(services.clock.now().getTime() + 24 * HOUR_MS);
    expect([rotated.previousUntil, (await hooks().endpoint({ id })).previousSecretUntil]).toEqual([until, until]);
    expect(await hooks().rotateSecret({ id, overlapHours: 0 })).toMatchObject({ previousUntil: null });
    expect(await hooks().endpoint({ id })).toMatchObject({ previousSecretUntil: null });
    await expect(hooks().rotateSecret({ id, overlapHours: 73 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("that was deleted is not there any more, and its address is free", async () => {
    const input = wish();
    const { id } = await hooks().create(input);
    await hooks().delete({ id });
    const refusal = { cause: { code: "webhook_endpoint_not_found" } };
    const changes = [
      () => hooks().endpoint({ id }),
      () => hooks().edit({ id, ...wish() }),
      () => hooks().pause({ id }),
      () => hooks().resume({ id }),
      () => hooks().rotateSecret({ id, overlapHours: 0 }),
      () => hooks().sendTest({ id }),
      () => hooks().recover({ endpointId: id, since: services.clock.now() }),
      () => hooks().delete({ id }),
    ];
    for (const change of changes) await expect(change()).rejects.toMatchObject(refusal);
    await hooks().create(input);
  });

  test("is for admins to change; who works with orders may look", async () => {
    const { id } = await hooks().create(wish());
    const omar = createCaller(await signedIn(services, await addPerson(services, "omar"))).webhooks;
    expect((await omar.endpoints()).items).toHaveLength(1);
    await expect(omar.rotateSecret({ id, overlapHours: 0 })).rejects.toMatchObject({ cause: { code: "not_allowed" } });
  });

  test("is made, looked at and changed over REST as well", async () => {
    const face = restHandler({ services: async () => services, actorOf: async () => ada.actor });
    const call = async (method: string, path: string, body?: unknown) => {
      const headers = { "content-type": "application/json", "x-stoa-peer": "203.0.113.9" };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const url = `http://web.test/api/v1/webhook-endpoints${path}`;
      const answer = await face(new Request(url, { method, headers, ...sent }));
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      return answer.json();
    };
    const { id } = await call("POST", "", wish());
    await call("PUT", `/${id}`, wish({ description: "Changed" }));
    expect(await call("POST", `/${id}/secret`, { overlapHours: 0 })).toMatchObject({ previousUntil: null });
    const { deliveryId } = await call("POST", `/${id}/test`, {});
    expect(await call("GET", `/deliveries/${deliveryId}`)).toMatchObject({ type: "webhook.test", status: "pending" });
    expect(await call("GET", `/${id}/deliveries?limit=5`)).toMatchObject({ items: [{ id: deliveryId }] });
    await call("POST", `/deliveries/${deliveryId}/replay`, {});
    await call("POST", `/${id}/pause`, {});
    expect(await call("GET", `/${id}`)).toMatchObject({ description: "Changed", status: "paused" });
    await call("POST", `/${id}/resume`, {});
    const since = services.clock.now().toISOString();
    expect(await call("POST", `/${id}/recover`, { since })).toEqual({ deliveries: 0 });
    await call("DELETE", `/${id}`);
    expect(await call("GET", "")).toEqual({ items: [] });
  });
});
