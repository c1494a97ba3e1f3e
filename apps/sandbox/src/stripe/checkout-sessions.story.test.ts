import { describe, expect, it } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import { oneCourse, paidSession, SECRET_KEY, SHOP_ENV, shop } from "./testing/shop.ts";

const sandbox = testSandbox(SHOP_ENV);

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${SECRET_KEY}` }, ...init });
}

describe("the API at the door", () => {
  it("wants a key, and the right one", async () => {
    expect((await call("/v1/events", { headers: {} })).status).toBe(401);
    await expect(shop(sandbox, "sk_test_wrong").events.list()).rejects.toMatchObject({
      type: "StripeAuthenticationError",
      message: expect.stringContaining("Invalid API Key provided: sk_test"),
    });
    const basic = Buffer.from(`${SECRET_KEY}:`).toString("base64");
    expect((await call("/v1/events", { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
  });

  it("names each request and the version it was answered in", async () => {
    const answer = await call("/v1/events", {
      headers: { authorization: `Bearer ${SECRET_KEY}`, "stripe-version": "2022-11-15" },
    });
    expect(answer.headers.get("request-id")).toMatch(/^req_\w{14}$/);
    expect(answer.headers.get("stripe-version")).toBe("2022-11-15");
    const wrong = { authorization: `Bearer ${SECRET_KEY}`, "stripe-version": "newest" };
    expect((await call("/v1/events", { headers: wrong })).status).toBe(400);
  });

  it("knows no other address", async () => {
    const answer = await call("/v1/unicorns");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { type: "invalid_request_error" } });
  });
});

describe("creating a session", () => {
  it("gives an open session with a page", async () => {
    const session = await shop(sandbox).checkout.sessions.create(oneCourse("ord_create"));
    expect(session).toMatchObject({
      object: "checkout.session",
      status: "open",
      payment_status: "unpaid",
      amount_total: 4_900,
      currency: "eur",
      client_reference_id: "ord_create",
      metadata: { order_id: "ord_create" },
      payment_intent: null,
      livemode: false,
    });
    expect(session.url).toBe(`${sandbox.url}/pay/${session.id}`);
    expect(session.expires_at - session.created).toBe(24 * 60 * 60);
  });

  const line = (unit_amount: number, currency = "eur") => ({
    quantity: 1,
    price_data: { currency, unit_amount, product_data: { name: "x" } },
  });

  it.each([
    ["no address to go back to", { success_url: undefined }, "success_url", "parameter_missing"],
    ["no lines", { line_items: [] }, "line_items", "parameter_missing"],
    ["an unknown parameter", { colour: "red" }, "colour", "parameter_unknown"],
    ["too little money", { line_items: [line(49)] }, "line_items", "amount_too_small"],
    ["two currencies", { line_items: [line(500), line(500, "usd")] }, "line_items", undefined],
    ["a lifetime of ten minutes", { expires_at: Math.floor(Date.now() / 1_000) + 600 }, "expires_at", undefined],
    ["a lifetime of two days", { expires_at: Math.floor(Date.now() / 1_000) + 172_800 }, "expires_at", undefined],
    ["no e-mail address", { customer_email: "ada" }, "customer_email", undefined],
    ["a subscription", { mode: "subscription" as const }, "mode", undefined],
  ])("refuses %s and names the parameter", async (_case, changes, param, code) => {
    const params = { ...oneCourse("ord_bad"), ...changes };
    await expect(shop(sandbox).checkout.sessions.create(params)).rejects.toMatchObject({
      type: "StripeInvalidRequestError",
      statusCode: 400,
      param,
      ...(code === undefined ? {} : { code }),
    });
  });

  it("names a parameter deep inside", async () => {
    const line_items = [
      { quantity: 0, price_data: { currency: "eur", unit_amount: 500, product_data: { name: "x" } } },
    ];
    await expect(shop(sandbox).checkout.sessions.create(oneCourse("ord_deep", { line_items }))).rejects.toMatchObject({
      param: "line_items[0][quantity]",
    });
  });
});

describe("reading", () => {
  it("expands what is asked for and refuses what cannot be expanded", async () => {
    const stripe = shop(sandbox);
    const { session } = await paidSession(stripe, "ord_expand");
    const expanded = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["payment_intent.latest_charge.balance_transaction"],
    });
    expect(expanded).toMatchObject({
      payment_intent: {
        metadata: { order_id: "ord_expand" },
        latest_charge: { balance_transaction: { fee: 172, net: 4_728 } },
      },
    });
    const wrong = stripe.checkout.sessions.retrieve(session.id, { expand: ["unicorn"] });
    await expect(wrong).rejects.toMatchObject({ statusCode: 400 });
  });

  it("lists newest first, in pages, forwards and backwards, and by state and time", async () => {
    const stripe = shop(sandbox);
    const made: string[] = [];
    for (const name of ["l1", "l2", "l3"]) made.unshift((await stripe.checkout.sessions.create(oneCourse(name))).id);
    const first = await stripe.checkout.sessions.list({ limit: 2, status: "open" });
    expect(first.data.map((session) => session.id)).toEqual(made.slice(0, 2));
    expect(first.has_more).toBe(true);
    const next = await stripe.checkout.sessions.list({ limit: 1, starting_after: made[1] ?? "" });
    expect(next.data[0]?.id).toBe(made[2]);
    const back = await stripe.checkout.sessions.list({ limit: 10, ending_before: made[2] ?? "" });
    expect(back.data.map((session) => session.id)).toEqual(made.slice(0, 2));
    const later = await stripe.checkout.sessions.list({ created: { gte: Math.floor(Date.now() / 1_000) + 60 } });
    expect(later.data).toEqual([]);
    const everything: string[] = [];
    for await (const session of stripe.checkout.sessions.list({ limit: 2 })) everything.push(session.id);
    expect(new Set(everything).size).toBe(everything.length);
    expect(everything).toEqual(expect.arrayContaining(made));
    await expect(stripe.checkout.sessions.list({ limit: 101 })).rejects.toMatchObject({ param: "limit" });
    await expect(stripe.checkout.sessions.list({ starting_after: "cs_none" })).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it("says 404 for an id that names nothing", async () => {
    await expect(shop(sandbox).paymentIntents.retrieve("pi_none")).rejects.toMatchObject({
      type: "StripeInvalidRequestError",
      statusCode: 404,
      code: "resource_missing",
    });
  });
});

describe("a session nobody pays", () => {
  it("lapses by itself, and an event says so", async () => {
    const session = await shop(sandbox).checkout.sessions.create(oneCourse("ord_lapse"));
    await sandbox.sql`
      UPDATE stripe.object SET body = jsonb_set(body, '{expires_at}', '1000') WHERE id = ${session.id}`;
    const webhook = await sandbox.webhooks.waitFor(
      ({ body }) => body.type === "checkout.session.expired" && body.data.object.id === session.id,
    );
    expect(webhook.body.data.object).toMatchObject({ status: "expired", url: null, client_reference_id: "ord_lapse" });
  });
});

describe("a payment that is only authorised", () => {
  it("is captured in part, or cancelled", async () => {
    const stripe = shop(sandbox);
    const authorise = async (orderId: string) => {
      const params = oneCourse(orderId, { payment_intent_data: { capture_method: "manual" } });
      const session = await stripe.checkout.sessions.create(params);
      await sandbox.control("POST", "pay", { reference: orderId, outcome: "succeeded" });
      return String((await stripe.checkout.sessions.retrieve(session.id)).payment_intent);
    };
    const first = await authorise("ord_capture");
    expect(await stripe.paymentIntents.retrieve(first)).toMatchObject({
      status: "requires_capture",
      amount_received: 0,
    });
    expect(await stripe.paymentIntents.capture(first, { amount_to_capture: 4_000 })).toMatchObject({
      status: "succeeded",
      amount_received: 4_000,
    });
    await expect(stripe.paymentIntents.capture(first)).rejects.toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    const second = await authorise("ord_release");
    expect(await stripe.paymentIntents.cancel(second)).toMatchObject({ status: "canceled" });
  });
});
