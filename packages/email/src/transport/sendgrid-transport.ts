import { MailRefused, MailUnavailable } from "../errors.ts";
import { checkedEnvelope, messageId, type Sender } from "./envelope.ts";
import type { MailTransport, OutgoingMail } from "./mail-transport.ts";

const BASE_URL = "https://api.sendgrid.com";
const TIMEOUT_MS = 15_000;

/** Refusals of the mail itself. A refused key (401, 403) is our configuration and is tried again. */
const REFUSED = new Set([400, 413]);

/** SendGrid's v3 HTTP API. Its click and open tracking is off: it would rewrite links that carry secrets. */
export function createSendgridTransport(
  config: { apiKey: string; baseUrl?: string | undefined },
  sender: Sender,
): MailTransport {
  const baseUrl = (config.baseUrl ?? BASE_URL).replace(/\/+$/, "");

  async function request(path: string, init: RequestInit): Promise<Response> {
    const headers = { authorization: `Bearer ${config.apiKey}`, "content-type": "application/json" };
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(`${baseUrl}${path}`, { ...init, headers, signal, redirect: "error" });
      await response.body?.cancel();
      return response;
    } catch (error) {
      throw new MailUnavailable("SendGrid cannot be reached.", {}, { cause: error });
    }
  }

  async function send(mail: OutgoingMail): Promise<{ transportId: string }> {
    const body = JSON.stringify(sendgridMail(mail, sender));
    const response = await request("/v3/mail/send", { method: "POST", body });
    if (!response.ok) throw sendgridFailure(response, mail.id);
    return { transportId: response.headers.get("x-message-id") ?? messageId(mail.id, sender) };
  }

  async function verify(): Promise<void> {
    const response = await request("/v3/scopes", { method: "GET" });
    if (!response.ok) throw new MailUnavailable(`SendGrid answered ${response.status}.`);
  }

  return { send, verify, close: () => {} };
}

function sendgridMail(mail: OutgoingMail, sender: Sender) {
  const { to, subject, headers } = checkedEnvelope(mail);
  return {
    personalizations: [{ to: [{ email: to }] }],
    from: { email: sender.address, ...(sender.name !== "" && { name: sender.name }) },
    subject,
    content: [
      { type: "text/plain", value: mail.text },
      { type: "text/html", value: mail.html },
    ],
    headers: { ...headers, "Message-ID": messageId(mail.id, sender) },
    custom_args: { mail_id: mail.id },
    tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
  };
}

function sendgridFailure(response: Response, mailId: string): MailRefused | MailUnavailable {
  const { status } = response;
  if (REFUSED.has(status)) {
    return new MailRefused(`SendGrid refused the mail (${status}).`, { mailId, responseCode: status });
  }
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? Math.min(3_600_000, Math.max(0, seconds * 1000)) : null;
  return new MailUnavailable(`SendGrid did not take the mail (${status}).`, { retryAfterMs });
}
