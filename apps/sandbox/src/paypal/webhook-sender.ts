import { createSign, createVerify, randomUUID } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Deps } from "../part.ts";
import type { WebhookSender } from "../webhooks/deliver-webhooks.ts";
import { signing } from "./certificate/certificate.ts";
import { find } from "./object-store.ts";

export const CERT_PATH = "/paypal/v1/notifications/certs/CERT-360caa42-fca2a594-sandbox";

/** What PayPal signs: names, moment, the webhook's id and the CRC-32 of the body. */
export interface Transmission {
  id: string;
  time: string;
  webhookId: string;
}

/** How PayPal sends: every try is a transmission of its own, signed at its moment. */
export function paypalSender(deps: Deps): WebhookSender {
  const { webhookUrl: url, webhookId } = deps.config.paypal;
  return {
    schema: "paypal",
    url,
    compose: async (eventId) => {
      const event = await find(deps.books, "event", eventId);
      if (event === null) return null;
      const body = JSON.stringify(event);
      const time = `${deps.clock.now().toISOString().slice(0, 19)}Z`;
      return { body, headers: signedHeaders(body, { id: randomUUID(), time, webhookId }, deps.url()) };
    },
  };
}

/** The headers of a body, signed with the sandbox's certificate, which is served at `origin`. */
export function signedHeaders(body: string, transmission: Transmission, origin: string): Record<string, string> {
  const signature = createSign("sha256").update(messageOf(body, transmission)).sign(signing.key, "base64");
  return {
    "content-type": "application/json",
    "user-agent": "PayPal/AUHR-214.0-sandbox",
    "paypal-transmission-id": transmission.id,
    "paypal-transmission-time": transmission.time,
    "paypal-transmission-sig": signature,
    "paypal-cert-url": `${origin}${CERT_PATH}`,
    "paypal-auth-algo": "SHA256withRSA",
    "paypal-auth-version": "v2",
  };
}

/** Whether a signature is the sandbox's own over exactly this body. */
export function isSigned(body: string, transmission: Transmission, signature: string): boolean {
  return createVerify("sha256").update(messageOf(body, transmission)).verify(signing.certificate, signature, "base64");
}

function messageOf(body: string, { id, time, webhookId }: Transmission): string {
  return `${id}|${time}|${webhookId}|${crc32(Buffer.from(body))}`;
}
