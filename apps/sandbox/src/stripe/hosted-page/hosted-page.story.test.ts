import { describe, expect, it } from "vitest";
import { testSandbox } from "../../../../../tooling/testing/test-sandbox.ts";
import { oneCourse, pageOf, SHOP_ENV, shop, submitCard, submitForm } from "../testing/shop.ts";

const sandbox = testSandbox(SHOP_ENV);

async function opened(orderId: string, changes = {}) {
  const stripe = shop(sandbox);
  const session = await stripe.checkout.sessions.create(oneCourse(orderId, changes));
  return { stripe, session, page: pageOf(session) };
}

describe("a buyer on the hosted page", () => {
  it("sees what is bought, for how much, and the test cards", async () => {
    const { page } = await opened("ord_look");
    const text = await (await fetch(page)).text();
    expect(text).toContain("€49.00");
    expect(text).toContain("Greek &amp; &lt;b&gt;Latin&lt;/b&gt;");
    expect(text).toContain('value="ada@example.test"');
    expect(text).toContain("4000 0027 6000 3184");
    expect(text).toContain('href="http://127.0.0.1:9/cancel"');
  });

  it("pays, and is sent back with the session's id", async () => {
    const { stripe, session, page } = await opened("ord_pays");
    const answer = await submitCard(page, "4242 4242 4242 4242");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`http://127.0.0.1:9/success?checkout=${session.id}`);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      customer_details: { email: "ada@example.test" },
    });
  });

  it("is sent back also when the placeholder came percent-encoded", async () => {
    const { session, page } = await opened("ord_encoded", {
      success_url: "http://127.0.0.1:9/success?checkout=%7BCHECKOUT_SESSION_ID%7D",
    });
    const answer = await submitCard(page, "4242424242424242");
    expect(answer.headers.get("location")).toBe(`http://127.0.0.1:9/success?checkout=${session.id}`);
  });

  it("cannot pay twice", async () => {
    const { page } = await opened("ord_twice");
    const answers = await Promise.all([1, 2, 3, 4].map(() => submitCard(page, "4242424242424242")));
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409, 409, 409]);
    const again = await fetch(page);
    expect(again.status).toBe(409);
    expect(await again.text()).toContain("You were not charged again");
  });

  it.each([
    ["4000000000000002", "Your card was declined."],
    ["4000000000009995", "Your card has insufficient funds."],
  ])("with card %s is told why, and can try another", async (number, sentence) => {
    const { stripe, session, page } = await opened(`ord_${number}`);
    const answer = await submitCard(page, number);
    expect(answer.status).toBe(402);
    const text = await answer.text();
    expect(text).toContain('role="alert"');
    expect(text).toContain(`${sentence} Nothing was charged.`);
    const declined = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(declined).toMatchObject({
      status: "open",
      payment_intent: { status: "requires_payment_method", last_payment_error: { message: sentence } },
    });
    expect((await submitCard(page, "4242424242424242")).status).toBe(303);
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(paid).toMatchObject({ payment_intent: { id: expect.stringMatching(/^pi_/), status: "succeeded" } });
    expect(paid.payment_intent).toMatchObject({ id: Reflect.get(declined.payment_intent ?? {}, "id") });
  });

  it("confirms at the bank when the card wants it", async () => {
    const { stripe, session, page } = await opened("ord_3ds");
    const answer = await submitCard(page, "4000002760003184");
    expect(answer.headers.get("location")).toBe(`/pay/${session.id}/challenge`);
    const waiting = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(waiting).toMatchObject({ status: "open", payment_intent: { status: "requires_action" } });
    expect(await (await fetch(`${page}/challenge`)).text()).toContain("Complete authentication");
    const confirmed = await submitForm(`${page}/challenge`, { answer: "confirm" });
    expect(confirmed.headers.get("location")).toContain(session.id);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: "paid" });
  });

  it("who fails at the bank may try again", async () => {
    const { page } = await opened("ord_3ds_fail");
    await submitCard(page, "4000002760003184");
    const refused = await submitForm(`${page}/challenge`, { answer: "refuse" });
    expect(refused.status).toBe(402);
    expect(await refused.text()).toContain("unable to authenticate");
    expect((await submitCard(page, "4242424242424242")).status).toBe(303);
  });

  it("sees each mistake beside its field, with what was typed kept", async () => {
    const { page } = await opened("ord_typo");
    const answer = await submitCard(page, "4242 4242 4242 4241", { cvc: "1", email: "someone@example.test" });
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toContain('aria-describedby="number-error"');
    expect(text).toContain('aria-describedby="cvc-error"');
    expect(text).toContain('value="someone@example.test"');
    expect(text).toContain('value="4242 4242 4242 4241"');
  });

  it("who comes too late is told so and charged nothing", async () => {
    const { stripe, session, page } = await opened("ord_late");
    await sandbox.sql`
      UPDATE stripe.object SET body = jsonb_set(body, '{expires_at}', '1000') WHERE id = ${session.id}`;
    const answer = await submitCard(page, "4242424242424242");
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain("nothing was charged");
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: "expired",
      payment_status: "unpaid",
    });
  });

  it("at an address that belongs to no payment is told so", async () => {
    expect((await fetch(`${sandbox.url}/pay/cs_test_none`)).status).toBe(404);
  });

  it("who pays by bank debit is done before the money is there", async () => {
    const { stripe, session, page } = await opened("ord_debit");
    const fields = { method: "debit", email: "ada@example.test", iban: "DE89370400440532013000" };
    expect((await submitForm(page, fields)).status).toBe(303);
    const processing = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(processing).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      payment_intent: { status: "processing" },
    });
    await sandbox.webhooks.waitFor(
      ({ body }) => body.type === "checkout.session.async_payment_succeeded" && body.data.object.id === session.id,
    );
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: "paid" });
  });
});
