import { describe, expect, it } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import { oneCourse, SECRET_KEY, SHOP_ENV, shop } from "./testing/shop.ts";

const sandbox = testSandbox(SHOP_ENV);

function create(orderId: string, idempotencyKey: string, changes = {}) {
  return shop(sandbox).checkout.sessions.create(oneCourse(orderId, changes), { idempotencyKey });
}

describe("an idempotency key", () => {
  it("gives the first answer again, and says so", async () => {
    const first = await create("ord_a", "key-a");
    const second = await create("ord_a", "key-a");
    expect(second).toEqual(first);
    expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
  });

  it("with other parameters is an error of its own type", async () => {
    await create("ord_b", "key-b");
    await expect(create("ord_other", "key-b")).rejects.toMatchObject({
      type: "StripeIdempotencyError",
      statusCode: 400,
    });
  });

  it("at another address is an error too", async () => {
    const session = await create("ord_c", "key-c");
    const expire = shop(sandbox).checkout.sessions.expire(session.id, {}, { idempotencyKey: "key-c" });
    await expect(expire).rejects.toMatchObject({ type: "StripeIdempotencyError" });
  });

  it("is not used up by a request that was refused before it ran", async () => {
    await expect(create("ord_d", "key-d", { expires_at: 1_000 })).rejects.toMatchObject({
      statusCode: 400,
      param: "expires_at",
    });
    expect((await create("ord_d", "key-d")).id).toMatch(/^cs_test_/);
  });

  it("keeps a 500 too, once execution had begun, and tells libraries not to try", async () => {
    await sandbox.control("POST", "faults", { target: "stripe", kind: "error", rate: 1 });
    await expect(create("ord_e", "key-e")).rejects.toMatchObject({ type: "StripeAPIError", statusCode: 500 });
    await sandbox.control("DELETE", "faults");
    await expect(create("ord_e", "key-e")).rejects.toMatchObject({
      statusCode: 500,
      headers: { "idempotent-replayed": "true", "stripe-should-retry": "false" },
    });
    expect((await create("ord_e", "key-e-2")).id).toMatch(/^cs_test_/);
  });

  it("keeps a refusal by state: it was executed", async () => {
    const session = await create("ord_f", "key-f");
    const expire = (idempotencyKey: string) =>
      shop(sandbox).checkout.sessions.expire(session.id, {}, { idempotencyKey });
    await expire("key-f-1");
    await expect(expire("key-f-2")).rejects.toMatchObject({ statusCode: 400 });
    await expect(expire("key-f-2")).rejects.toMatchObject({ headers: { "idempotent-replayed": "true" } });
  });

  it("sent many times at once runs once; the others are given the answer or told that it is running", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => create("ord_g", "key-g")));
    const ids = new Set(answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.id] : [])));
    expect(ids.size).toBe(1);
    for (const answer of answers) {
      if (answer.status === "rejected") {
        expect(answer.reason).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
      }
    }
    const sessions = await shop(sandbox).checkout.sessions.list({ limit: 100 });
    expect(sessions.data.filter((session) => session.client_reference_id === "ord_g")).toHaveLength(1);
  });

  it("of a request that a crash interrupted is free again, because nothing was done", async () => {
    await create("ord_h", "key-h");
    await sandbox.sql`
      INSERT INTO stripe.idempotency_key (key, fingerprint, request_id) VALUES ('key-crashed', 'of-another', 'req_x')`;
    await sandbox.restart();
    expect((await create("ord_h2", "key-crashed")).id).toMatch(/^cs_test_/);
    expect((await create("ord_h", "key-h")).lastResponse.headers["idempotent-replayed"]).toBe("true");
  });

  it("longer than 255 characters is refused", async () => {
    const response = await fetch(`${sandbox.url}/v1/checkout/sessions`, {
      method: "POST",
      headers: { authorization: `Bearer ${SECRET_KEY}`, "idempotency-key": "k".repeat(256) },
    });
    expect(response.status).toBe(400);
  });
});
