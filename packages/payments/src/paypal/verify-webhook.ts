import { verify } from "node:crypto";
import { crc32 } from "node:zlib";
import { HOUR_MS, MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import { WebhookRefused } from "../errors.ts";
import type { VerifiedEvent, WebhookRequest } from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import type { Certificates } from "./certificates.ts";
import type { PayPalApi } from "./paypal-api.ts";
import { eventSchema } from "./types.ts";

/** PayPal tries for three days, each time as it signed first for all it says; a repeated event has no second effect. */
const OLDEST_MS = 73 * HOUR_MS;
const FUTURE_MS = 5 * MINUTE_MS;
const BODY_MAX_BYTES = 1_048_576;
const ALGORITHM = "SHA256withRSA";

/** Asks whether the sender of this transmission is PayPal; one form is offline, the other a call. */
export type SignatureCheck = (transmission: Transmission, request: WebhookRequest) => Promise<boolean>;

export interface Transmission {
  id: string;
  time: string;
  signature: string;
  certUrl: string;
}

/** Believes a webhook that PayPal signed in the last three days. Throws `WebhookRefused`. */
export async function verifyPayPalWebhook(
  request: WebhookRequest,
  isSigned: SignatureCheck,
  livemode: boolean,
): Promise<VerifiedEvent> {
  if (request.rawBody.byteLength > BODY_MAX_BYTES) throw refused("too_large", "The body is too large.");
  const transmission = transmissionOf(request.headers);
  const ageMs = request.receivedAt.getTime() - new Date(transmission.time).getTime();
  if (Number.isNaN(ageMs)) throw refused("no_signature", "The transmission has no time.");
  if (!(await isSigned(transmission, request))) throw refused("bad_signature", "The signature does not match.");
  if (ageMs > OLDEST_MS) throw refused("too_old", "The signature is more than three days old.");
  if (ageMs < -FUTURE_MS) throw refused("in_the_future", "The signature is from the future.");
  const payload = parseJson(request.rawBody);
  const parsed = eventSchema.safeParse(payload);
  if (!parsed.success) throw refused("malformed", "The body is not an event.");
  return eventOf(parsed.data, payload, livemode);
}

/** An event of PayPal's, which does not say itself whether its money is real. */
export function eventOf(event: z.output<typeof eventSchema>, payload: unknown, livemode: boolean): VerifiedEvent {
  const { id: eventId, event_type: type, create_time: occurredAt } = event;
  return { gateway: "paypal", eventId, type, occurredAt, livemode, payload };
}

/** Checks the signature here, with the certificate that the transmission names, under any of the webhook ids. */
export function offlineCheck(certificates: Certificates, webhookIds: readonly string[]): SignatureCheck {
  return async ({ id, time, signature, certUrl }, { rawBody, receivedAt }) => {
    const key = await certificates.keyAt(certUrl, receivedAt);
    const checksum = crc32(rawBody);
    return webhookIds.some((webhookId) => {
      const message = Buffer.from(`${id}|${time}|${webhookId}|${checksum}`);
      return verify("sha256", message, key, Buffer.from(signature, "base64"));
    });
  };
}

const verdictSchema = z.looseObject({ verification_status: z.string() });

/** Lets PayPal check it. The body is spliced in as it came: parsed and written again it would have another checksum. */
export function checkByCall(api: PayPalApi, webhookIds: readonly string[]): SignatureCheck {
  const read = payloadReader("paypal");
  const path = "/v1/notifications/verify-webhook-signature";
  return async ({ id, time, signature, certUrl }, { rawBody }) => {
    const event = textOf(rawBody);
    parseJson(rawBody);
    for (const webhookId of webhookIds) {
      const question = JSON.stringify({
        auth_algo: ALGORITHM,
        cert_url: certUrl,
        transmission_id: id,
        transmission_sig: signature,
        transmission_time: time,
        webhook_id: webhookId,
      });
      const body = `${question.slice(0, -1)},"webhook_event":${event}}`;
      const answer = await api.call({ name: "verifyWebhook", kind: "read", method: "POST", path, body });
      if (read(verdictSchema, answer, "verification").verification_status === "SUCCESS") return true;
    }
    return false;
  };
}

function transmissionOf(headers: Headers): Transmission {
  const header = (name: string) => {
    const value = headers.get(name);
    if (value === null || value === "" || value.length > 2_000) {
      throw refused("no_signature", `The header ${name} is missing.`);
    }
    return value;
  };
  if (header("paypal-auth-algo") !== ALGORITHM) throw refused("bad_signature", "The algorithm is not PayPal's.");
  return {
    id: header("paypal-transmission-id"),
    time: header("paypal-transmission-time"),
    signature: header("paypal-transmission-sig"),
    certUrl: header("paypal-cert-url"),
  };
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(rawBody));
  } catch {
    throw refused("malformed", "The body is not JSON.");
  }
}

function textOf(rawBody: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(rawBody);
}

function refused(fault: WebhookRefused["fault"], explanation: string): WebhookRefused {
  return new WebhookRefused("paypal", fault, explanation);
}
