import { randomBytes } from "node:crypto";
import type { tables } from "@stoa/db";
import { Webhook } from "standardwebhooks";
import type { Secrets } from "../platform/secrets.ts";

const PURPOSE = "webhook-secret";
const SECRET_BYTES = 32;

type Keys = Pick<
  typeof tables.webhookEndpoints.$inferSelect,
  "secretSealed" | "previousSecretSealed" | "previousSecretUntil"
>;

/** A new signing secret: what the receiver is shown, once, and what is kept. */
export function newSigningSecret(secrets: Secrets): { secret: string; sealed: string } {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  return { secret, sealed: secrets.seal(PURPOSE, secret) };
}

/**
 * The headers of one try by the Standard Webhooks scheme: the message's id, the try's own time, and a signature for each
 * secret that holds, of which the receiver accepts whichever it knows.
 */
export function signedHeaders(
  secrets: Secrets,
  keys: Keys,
  message: { id: string; body: string },
  at: Date,
): Record<string, string> {
  const previous =
    keys.previousSecretUntil !== null && keys.previousSecretUntil > at ? keys.previousSecretSealed : null;
  const sealed = [keys.secretSealed, ...(previous === null ? [] : [previous])];
  const signatures = sealed.map((each) => new Webhook(secrets.open(PURPOSE, each)).sign(message.id, at, message.body));
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signatures.join(" "),
  };
}
