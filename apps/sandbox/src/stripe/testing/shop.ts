import Stripe from "stripe";
import type { TestSandbox } from "../../../../../tooling/testing/test-sandbox.ts";

export const SECRET_KEY = "sk_test_shop";
export const SECRETS = ["whsec_new", "whsec_old"] as const;
/** The variables under which a test's sandbox knows the shop. */
export const SHOP_ENV = { STRIPE_SECRET_KEY: SECRET_KEY, STRIPE_WEBHOOK_SECRET: SECRETS.join(",") };

/** The official SDK, as a shop uses it against the sandbox. */
export function shop(sandbox: TestSandbox, secretKey = SECRET_KEY): Stripe {
  const { hostname: host, port } = new URL(sandbox.url);
  return new Stripe(secretKey, { host, port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
}

type CreateParams = Stripe.Checkout.SessionCreateParams;

/** The parameters of a session for one course of 49 euros. */
export function oneCourse(orderId: string, changes: Partial<CreateParams> = {}): CreateParams {
  return {
    mode: "payment",
    line_items: [
      {
        quantity: 1,
        price_data: { currency: "eur", unit_amount: 4_900, product_data: { name: "Greek & <b>Latin</b>" } },
      },
    ],
    success_url: "http://127.0.0.1:9/success?checkout={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:9/cancel",
    client_reference_id: orderId,
    customer_email: "ada@example.test",
    metadata: { order_id: orderId },
    payment_intent_data: { metadata: { order_id: orderId } },
    ...changes,
  };
}

/** The buyer fills in the hosted page and presses its button; redirects are not followed. */
export function submitCard(pageUrl: string, number: string, changes: Record<string, string> = {}): Promise<Response> {
  const fields = { email: "ada@example.test", number, expiry: "12 / 34", cvc: "123", name: "", ...changes };
  return fetch(pageUrl, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
}

export function submitForm(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
}

/** The page of an open session. */
export function pageOf(session: Stripe.Checkout.Session): string {
  if (session.url === null) throw new Error(`session ${session.id} has no page`);
  return session.url;
}

/** A session that was paid with the card of the given number, and its payment with the charge inside. */
export async function paidSession(stripe: Stripe, orderId: string, number = "4242424242424242") {
  const session = await stripe.checkout.sessions.create(oneCourse(orderId));
  await submitCard(pageOf(session), number);
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] });
  const intent = paid.payment_intent;
  if (intent === null || typeof intent === "string") throw new Error("the session was not paid");
  const charge = intent.latest_charge;
  if (charge === null || charge === undefined || typeof charge === "string")
    throw new Error("the payment has no charge");
  return { session: paid, intent, charge };
}
