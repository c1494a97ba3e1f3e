import { SECOND_MS } from "@stoa/kit";
import Stripe from "stripe";
import { WebhookRefused } from "../errors.ts";
import type { VerifiedEvent, WebhookRequest } from "../gateway.ts";
import { dateOf } from "./transform.ts";
import { eventSchema } from "./types.ts";

/** Stripe's own default, applied in both directions: its SDK lets timestamps of the future pass. */
const TOLERANCE_MS = 300 * SECOND_MS;
/** Stripe's events are far smaller; what is bigger is not worth a hash. */
const BODY_MAX_BYTES = 1_048_576;
const HEADER = "stripe-signature";

/** Believes a webhook that any of the secrets signed within five minutes. Throws `WebhookRefused`. */
export function verifyStripeWebhook(request: WebhookRequest, secrets: readonly string[]): VerifiedEvent {
  if (request.rawBody.byteLength > BODY_MAX_BYTES) throw refused("too_large", "The body is too large.");
  const header = request.headers.get(HEADER);
  if (header === null || header === "") throw refused("no_signature", `The header ${HEADER} is missing.`);
  const signedAt = timestampOf(header);
  if (signedAt === null) throw refused("no_signature", "The signature has no timestamp.");
  if (!secrets.some((secret) => isSignedWith(secret, request.rawBody, header))) {
    throw refused("bad_signature", "The signature does not match.");
  }
  const ageMs = request.receivedAt.getTime() - signedAt * SECOND_MS;
  if (ageMs > TOLERANCE_MS) throw refused("too_old", "The signature is more than five minutes old.");
  if (ageMs < -TOLERANCE_MS) throw refused("in_the_future", "The signature is from the future.");
  return eventOf(request.rawBody);
}

/** The SDK compares in constant time. Tolerance 0 means no test of the time, which is done here. */
function isSignedWith(secret: string, rawBody: Uint8Array, header: string): boolean {
  try {
    return Stripe.webhooks.signature?.verifyHeader(rawBody, header, secret, 0) === true;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw error;
  }
}

function timestampOf(header: string): number | null {
  const match = /(?:^|,)\s*t=(\d{1,12})(?:,|$)/.exec(header);
  return match === null ? null : Number(match[1]);
}

function eventOf(rawBody: Uint8Array): VerifiedEvent {
  const payload = parseJson(rawBody);
  const parsed = eventSchema.safeParse(payload);
  if (!parsed.success) throw refused("malformed", "The body is not an event.");
  const { id, type, created, livemode } = parsed.data;
  return { gateway: "stripe", eventId: id, type, occurredAt: dateOf(created), livemode, payload };
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(rawBody));
  } catch {
    throw refused("malformed", "The body is not JSON.");
  }
}

function refused(fault: WebhookRefused["fault"], explanation: string): WebhookRefused {
  return new WebhookRefused("stripe", fault, explanation);
}
