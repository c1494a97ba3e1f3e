import { invariant } from "@stoa/kit";
import { parseSender } from "./envelope.ts";
import type { MailTransport } from "./mail-transport.ts";
import { createSendgridTransport } from "./sendgrid-transport.ts";
import { createSmtpTransport } from "./smtp-transport.ts";

export interface MailTransportConfig {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. Wins over SendGrid. */
  smtpUrl?: string | undefined;
  sendgridApiKey?: string | undefined;
  /** Another host that speaks SendGrid's API, for tests and its EU region. */
  sendgridBaseUrl?: string | undefined;
  /** `Stoa <hello@example.com>` */
  from: string;
}

/** The way mails leave, by what is configured. At least one of the two must be. */
export function createMailTransport(config: MailTransportConfig): MailTransport {
  const sender = parseSender(config.from);
  if (config.smtpUrl) return createSmtpTransport(config.smtpUrl, sender);
  invariant(config.sendgridApiKey, "mails need SMTP_URL or SENDGRID_API_KEY");
  return createSendgridTransport({ apiKey: config.sendgridApiKey, baseUrl: config.sendgridBaseUrl }, sender);
}
