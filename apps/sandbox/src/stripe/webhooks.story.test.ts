import { afterEach, describe, expect, it } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import { oneCourse, paidSession, SECRETS, SHOP_ENV, shop } from "./testing/shop.ts";

const sandbox = testSandbox(SHOP_ENV);

afterEach(async () => {
  sandbox.webhooks.answerWith(200);
  await sandbox.control("DELETE", "faults");
});

function fault(kind: string, rate = 1, delayMs = 500): Promise<unknown> {
  return sandbox.control("POST", "faults", { target: "webhooks", kind, rate, delayMs });
}

/** The copies that came of the event which says that an order's session was completed. */
function copiesFor(orderId: string) {
  return sandbox.webhooks.received.filter(({ body }) => {
    return body.type === "checkout.session.completed" && body.data.object.client_reference_id === orderId;
  });
}

function completed(orderId: string, copies = 1) {
  return sandbox.webhooks.waitFor(() => copiesFor(orderId).length >= copies);
}

interface State {
  deliveries: { type: string; status: string; attempts: number; eventId: string; lastAnswer: string | null }[];
}

async function deliveries(): Promise<State["deliveries"]> {
  return ((await sandbox.control("GET", "state")) as State).deliveries;
}

describe("a webhook", () => {
  it("is signed with every secret, so that one can replace the other", async () => {
    const stripe = shop(sandbox);
    await paidSession(stripe, "ord_signed");
    await completed("ord_signed");
    const [webhook] = copiesFor("ord_signed");
    for (const secret of SECRETS) {
      const header = webhook?.headers.get("stripe-signature") ?? "";
      const event = stripe.webhooks.constructEvent(Buffer.from(webhook?.rawBody ?? []), header, secret);
      expect(event).toMatchObject({ object: "event", type: "checkout.session.completed", livemode: false });
    }
  });

  it("is tried again until it is answered with 2xx; a redirect is not", async () => {
    sandbox.webhooks.answerWith(302);
    await paidSession(shop(sandbox), "ord_redirect");
    await completed("ord_redirect");
    sandbox.webhooks.answerWith(500);
    await completed("ord_redirect", 2);
    sandbox.webhooks.answerWith(204);
    await completed("ord_redirect", 3);
    const ids = new Set(copiesFor("ord_redirect").map((copy) => copy.body.id));
    expect(ids.size).toBe(1);
  });

  it("that was not delivered is listed by the API, and sent after a crash", async () => {
    sandbox.webhooks.answerWith(503);
    const stripe = shop(sandbox);
    await paidSession(stripe, "ord_crash");
    await completed("ord_crash");
    const waiting = await stripe.events.list({ delivery_success: false, types: ["checkout.session.completed"] });
    expect(waiting.data.map((event) => event.id)).toContain(copiesFor("ord_crash")[0]?.body.id);
    sandbox.webhooks.answerWith(200);
    const before = copiesFor("ord_crash").length;
    await sandbox.restart();
    await completed("ord_crash", before + 1);
    await expect.poll(async () => (await shop(sandbox).events.list({ delivery_success: false })).data.length).toBe(0);
  });

  it("comes twice when it is told to", async () => {
    await fault("duplicate");
    await paidSession(shop(sandbox), "ord_duplicate");
    await completed("ord_duplicate", 2);
    expect(new Set(copiesFor("ord_duplicate").map((copy) => copy.body.id)).size).toBe(1);
  });

  it("is overtaken by a later one when it is told to be slow", async () => {
    await fault("reorder", 1, 120_000);
    await paidSession(shop(sandbox), "ord_slow");
    await sandbox.control("DELETE", "faults");
    await paidSession(shop(sandbox), "ord_fast");
    await completed("ord_fast");
    await sandbox.sql`UPDATE stripe.delivery SET next_attempt_at = now() WHERE status = 'waiting'`;
    await completed("ord_slow");
    const order = sandbox.webhooks.received.map(({ body }) => body.data.object.client_reference_id);
    expect(order.indexOf("ord_fast")).toBeGreaterThan(-1);
    expect(order.indexOf("ord_fast")).toBeLessThan(order.indexOf("ord_slow"));
  });

  it("is lost when it is told to be, stays undelivered, and can be sent by hand", async () => {
    await fault("lost");
    await paidSession(shop(sandbox), "ord_lost");
    await expect.poll(async () => (await deliveries()).filter((one) => one.status === "lost").length).toBe(2);
    await sandbox.control("DELETE", "faults");
    expect(copiesFor("ord_lost")).toEqual([]);
    expect((await shop(sandbox).events.list({ delivery_success: false })).data).toHaveLength(2);
    expect(await sandbox.control("POST", "replay", { reference: "ord_lost" })).toEqual({ events: 2 });
    await completed("ord_lost");
  });

  it("whose answer is cut off is sent again", async () => {
    await fault("cut_after");
    await paidSession(shop(sandbox), "ord_cut");
    await completed("ord_cut");
    await sandbox.control("DELETE", "faults");
    await completed("ord_cut", 2);
  });

  it("of a type nobody subscribed to is recorded but not sent", async () => {
    const stripe = shop(sandbox);
    await paidSession(stripe, "ord_quiet");
    await completed("ord_quiet");
    const charges = await stripe.events.list({ type: "charge.succeeded" });
    expect(charges.data.length).toBeGreaterThan(0);
    expect(sandbox.webhooks.received.some(({ body }) => body.type === "charge.succeeded")).toBe(false);
  });

  it("tells which request caused it", async () => {
    const stripe = shop(sandbox);
    const session = await stripe.checkout.sessions.create(oneCourse("ord_why"));
    await stripe.checkout.sessions.expire(session.id, {}, { idempotencyKey: "why-key" });
    const webhook = await sandbox.webhooks.waitFor(
      ({ body }) => body.type === "checkout.session.expired" && body.data.object.id === session.id,
    );
    expect(webhook.body).toMatchObject({ request: { id: expect.stringMatching(/^req_/), idempotency_key: "why-key" } });
  });
});
