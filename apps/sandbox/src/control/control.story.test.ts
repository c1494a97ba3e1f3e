import { describe, expect, it } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import { oneCourse, SHOP_ENV, shop } from "../stripe/testing/shop.ts";
import type { SandboxState } from "./state.ts";

const sandbox = testSandbox(SHOP_ENV);

async function post(path: string, body: unknown): Promise<{ status: number; answer: unknown }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${sandbox.url}/control/${path}`, { method: "POST", body: text });
  return { status: response.status, answer: await response.json() };
}

async function state(): Promise<SandboxState & { faults: unknown[] }> {
  return (await sandbox.control("GET", "state")) as SandboxState & { faults: unknown[] };
}

describe("the control end points", () => {
  it.each([
    ["pay", "not json", "body"],
    ["pay", {}, "reference"],
    ["pay", { reference: "ord_1", outcome: "maybe" }, "outcome"],
    ["pay", { reference: "ord_1", outcome: "failed", colour: "red" }, "colour"],
    ["refund", { reference: "ord_1", amount: 1.5 }, "amount"],
    ["dispute", { reference: "ord_1", amount: -1 }, "amount"],
    ["faults", { target: "moon", kind: "delay", rate: 1 }, "target"],
    ["faults", { target: "stripe", kind: "flood", rate: 1 }, "kind"],
    ["faults", { target: "stripe", kind: "delay", rate: 2 }, "rate"],
    ["faults", { target: "frappe", kind: "lost", rate: 1 }, "kind"],
    ["replay", { reference: "" }, "reference"],
  ])("%s of %j is refused and names the field", async (path, body, field) => {
    expect(await post(path, body)).toMatchObject({ status: 400, answer: { error: { code: "bad_input", field } } });
  });

  it("say that no gateway knows a reference", async () => {
    expect(await post("pay", { reference: "ord_nobody", outcome: "succeeded" })).toMatchObject({
      status: 404,
      answer: { error: { code: "unknown_reference" } },
    });
  });

  it("play the buyer by the order's id, the session's, or the payment's", async () => {
    const stripe = shop(sandbox);
    const session = await stripe.checkout.sessions.create(oneCourse("ord_levers"));
    expect(await post("refund", { reference: "ord_levers" })).toMatchObject({ status: 409 });
    expect((await post("pay", { reference: session.id, outcome: "failed" })).answer).toMatchObject({ status: "open" });
    const { answer } = await post("pay", { reference: "ord_levers", outcome: "succeeded" });
    expect(answer).toMatchObject({ gateway: "stripe", status: "paid", checkoutId: session.id });
    expect(await post("pay", { reference: "ord_levers", outcome: "succeeded" })).toMatchObject({ status: 409 });
    const { paymentId } = answer as { paymentId: string };
    expect(await post("refund", { reference: paymentId, amount: 900 })).toMatchObject({ status: 200 });
    expect(await post("refund", { reference: paymentId, amount: 9_000 })).toMatchObject({ status: 409 });
    const books = await state();
    expect(books.payments).toMatchObject([
      {
        gateway: "stripe",
        id: paymentId,
        orderId: "ord_levers",
        status: "succeeded",
        amount: 4_900,
        amountRefunded: 900,
        currency: "EUR",
      },
    ]);
    expect(books.refunds).toMatchObject([{ paymentId, orderId: "ord_levers", amount: 900, status: "succeeded" }]);
  });

  it("let a checkout expire", async () => {
    await shop(sandbox).checkout.sessions.create(oneCourse("ord_expires"));
    expect((await post("pay", { reference: "ord_expires", outcome: "expired" })).answer).toMatchObject({
      status: "expired",
    });
    expect((await state()).checkouts.find((checkout) => checkout.orderId === "ord_expires")).toMatchObject({
      status: "expired",
      url: null,
    });
  });

  it("keep faults and books over a crash, and empty both when told to", async () => {
    await post("faults", { target: "mail", kind: "delay", rate: 0.5 });
    await post("faults", { target: "mail", kind: "delay", rate: 0.25 });
    await sandbox.restart();
    const before = await state();
    expect(before.faults).toEqual([{ target: "mail", kind: "delay", rate: 0.25, delayMs: 2_000 }]);
    expect(before.checkouts.length).toBeGreaterThan(0);
    await post("reset", {});
    const after = await state();
    expect(after).toMatchObject({ payments: [], refunds: [], payouts: [], faults: [], mails: [], checkouts: [] });
    expect(after.lms.enrolments).toEqual([]);
  });
});

describe("the sandbox", () => {
  it("is healthy and explains itself", async () => {
    expect(await (await fetch(`${sandbox.url}/health`)).json()).toMatchObject({ status: "ok" });
    const index = await (await fetch(sandbox.url)).text();
    expect(index).toContain('href="/stripe"');
    expect((await fetch(`${sandbox.url}/stripe`)).status).toBe(200);
  });
});
