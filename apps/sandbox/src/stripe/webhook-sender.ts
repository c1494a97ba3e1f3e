import { createHmac } from "node:crypto";
import type { Deps } from "../part.ts";
import type { WebhookSender } from "../webhooks/deliver-webhooks.ts";
import { find } from "./object-store.ts";

/** How Stripe sends: the event as its API shows it, signed with every secret. */
export function stripeSender(deps: Deps): WebhookSender {
  const { webhookUrl: url, webhookSecrets } = deps.config.stripe;
  return {
    schema: "stripe",
    url,
    compose: async (eventId) => {
      const event = await find(deps.books, "event", eventId);
      if (event === null) return null;
      const body = JSON.stringify(event, null, 2);
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": signatureHeader(body, webhookSecrets, deps.clock.now()),
      };
      return { body, headers };
    },
  };
}

/** `t=…,v1=…`, with one `v1` for each secret, as Stripe signs while a secret is being rotated. */
export function signatureHeader(body: string, secrets: readonly string[], at: Date): string {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const signatures = secrets.map((secret) => createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex"));
  return [`t=${timestamp}`, ...signatures.map((signature) => `v1=${signature}`)].join(",");
}
