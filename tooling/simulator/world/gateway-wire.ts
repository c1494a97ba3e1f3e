import { createHmac } from "node:crypto";
import { type GatewayFact, type GatewayName, type VerifiedEvent, WebhookRefused } from "@stoa/payments";
import type { GatewayEvent } from "./gateway-log.ts";

const SIGNING_KEY = "simulated";
const HEADER = "x-signature";
const DATES = ["occurredAt", "respondBy"];

interface Webhook {
  rawBody: Uint8Array;
  headers: Headers;
}

/** An event as it goes over the wire. */
export function signedWebhook(event: GatewayEvent): Webhook {
  const body = JSON.stringify({ id: event.id, type: event.type, at: event.at, fact: event.fact });
  return { rawBody: new TextEncoder().encode(body), headers: new Headers({ [HEADER]: signatureOf(body) }) };
}

/** What came over the wire, when its signature is good. */
export function openedWebhook(gateway: GatewayName, { rawBody, headers }: Webhook): VerifiedEvent {
  const body = new TextDecoder().decode(rawBody);
  if (headers.get(HEADER) !== signatureOf(body)) {
    throw new WebhookRefused(gateway, "bad_signature", "The signature does not match.");
  }
  const { id, type, at, fact } = JSON.parse(body);
  return { gateway, eventId: id, type, occurredAt: new Date(at), livemode: false, payload: { fact } };
}

/** An event that was asked for. */
export function verifiedEvent(gateway: GatewayName, event: GatewayEvent): VerifiedEvent {
  const { id: eventId, type, at: occurredAt, fact } = event;
  return { gateway, eventId, type, occurredAt, livemode: false, payload: { fact } };
}

/** What an event says, with the dates that a text cannot hold. */
export function factsIn({ payload }: VerifiedEvent): GatewayFact[] {
  const read = (key: string, value: unknown) =>
    DATES.includes(key) && value !== null ? new Date(String(value)) : value;
  const { fact }: { fact: GatewayFact } = JSON.parse(JSON.stringify(payload), read);
  return [fact];
}

function signatureOf(body: string): string {
  return createHmac("sha256", SIGNING_KEY).update(body).digest("hex");
}
