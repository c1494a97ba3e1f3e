import { z } from "zod";
import type { Deps, SandboxApp } from "../part.ts";
import { refusedAmount } from "./amounts.ts";
import { badParam, missing, refusedByState } from "./api-error.ts";
import { type CreateSessionParams, createSessionParams } from "./checkout-params.ts";
import { type Call, get, post } from "./endpoint.ts";
import { expireSession, lapseSession } from "./expire-session.ts";
import { listObjects, listParams } from "./list.ts";
import { find, lock, save } from "./object-store.ts";
import type { CheckoutSession, LineItem } from "./objects.ts";
import { noParams, text } from "./params.ts";
import { buyer, keepSessionDetails } from "./session-details.ts";
import { stripeId } from "./stripe-id.ts";

const LIFETIME_LEAST_S = 30 * 60;
const LIFETIME_MOST_S = 24 * 60 * 60;
const PATH = "/v1/checkout/sessions";

/** Create, retrieve, list and expire the sessions of the hosted page. */
export function checkoutSessionRoutes(app: SandboxApp, deps: Deps): void {
  post(app, deps, PATH, createSessionParams, createSession);
  get(app, deps, `${PATH}/:id`, noParams, retrieveSession);
  post(app, deps, `${PATH}/:id/expire`, noParams, expireOpenSession);
  const filters = z.strictObject({
    ...listParams,
    payment_intent: text.optional(),
    status: z.enum(["open", "complete", "expired"]).optional(),
  });
  get(app, deps, PATH, filters, (call, { payment_intent, status, ...page }) =>
    listObjects(call.books, "checkout.session", PATH, page, { payment_intent, status }),
  );
}

async function createSession(call: Call, params: CreateSessionParams): Promise<CheckoutSession> {
  const lines = linesOf(params);
  const currency = params.line_items[0]?.price_data.currency ?? "";
  const total = lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
  checkAmount(total, currency);
  const expiresAt = params.expires_at ?? call.now + LIFETIME_MOST_S;
  checkLifetime(expiresAt - call.now);
  const id = stripeId("cs_test", 58);
  const session = sessionOf(call, params, { id, currency, total, expiresAt });
  await keepSessionDetails(call.books, id, { lines, paymentIntentData: params.payment_intent_data ?? {} });
  return save(call.books, session);
}

async function retrieveSession(call: Call): Promise<CheckoutSession> {
  const session = await find(call.books, "checkout.session", call.id);
  if (session === null) throw missing("checkout.session", call.id, "session");
  return (await lapseSession(call.deps, session, call.now)) ?? session;
}

async function expireOpenSession(call: Call): Promise<CheckoutSession> {
  const session = await lock(call.books, "checkout.session", call.id);
  if (session === null) throw missing("checkout.session", call.id, "session");
  if (session.status !== "open") {
    const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`;
    throw refusedByState(message);
  }
  return expireSession(call.books, session, call.now, call.origin);
}

function linesOf(params: CreateSessionParams): LineItem[] {
  const currencies = new Set(params.line_items.map((item) => item.price_data.currency));
  if (currencies.size > 1) {
    throw badParam(undefined, "line_items", "All line items must have the same currency.");
  }
  return params.line_items.map((item) => ({
    name: item.price_data.product_data.name,
    description: item.price_data.product_data.description ?? null,
    quantity: item.quantity,
    unitAmount: item.price_data.unit_amount,
  }));
}

function checkAmount(total: number, currency: string): void {
  const refused = total === 0 ? null : refusedAmount(total, currency);
  if (refused === "amount_too_small") {
    const message = "The Checkout Session's total amount must convert to at least 50 cents.";
    throw badParam("amount_too_small", "line_items", message);
  }
  if (refused === "invalid_digits") {
    throw badParam(undefined, "line_items", `Invalid amount for ${currency}: its last digits must be zero.`);
  }
}

function checkLifetime(seconds: number): void {
  if (seconds < LIFETIME_LEAST_S) {
    const message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.";
    throw badParam(undefined, "expires_at", message);
  }
  if (seconds > LIFETIME_MOST_S) {
    const message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.";
    throw badParam(undefined, "expires_at", message);
  }
}

interface SessionFacts {
  id: string;
  currency: string;
  total: number;
  expiresAt: number;
}

function sessionOf(call: Call, params: CreateSessionParams, facts: SessionFacts): CheckoutSession {
  return {
    id: facts.id,
    object: "checkout.session",
    amount_subtotal: facts.total,
    amount_total: facts.total,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    created: call.now,
    currency: facts.currency,
    customer: null,
    customer_creation: params.customer_creation ?? "if_required",
    customer_details: params.customer_email ? buyer(params.customer_email, null) : null,
    customer_email: params.customer_email ?? null,
    expires_at: facts.expiresAt,
    invoice: null,
    livemode: false,
    locale: params.locale ?? null,
    metadata: params.metadata ?? {},
    mode: "payment",
    payment_intent: null,
    payment_method_types: ["card", "sepa_debit"],
    payment_status: "unpaid",
    recovered_from: null,
    status: "open",
    subscription: null,
    success_url: params.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${call.deps.url()}/pay/${facts.id}`,
  };
}
