import { createTransport } from "nodemailer";
import { MailRefused, MailUnavailable } from "../errors.ts";
import { checkedEnvelope, messageId, type Sender } from "./envelope.ts";
import type { MailTransport, OutgoingMail } from "./mail-transport.ts";

/** Connections kept open; mail hosts commonly allow ten from one client. */
const CONNECTIONS = 5;
const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 20_000;

/** SMTP through a pool of connections. */
export function createSmtpTransport(smtpUrl: string, sender: Sender): MailTransport {
  const transporter = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  async function send(mail: OutgoingMail): Promise<{ transportId: string }> {
    const { to, subject, headers } = checkedEnvelope(mail);
    const id = messageId(mail.id, sender);
    try {
      const info = await transporter.sendMail({
        messageId: id,
        from: sender,
        to: { name: "", address: to },
        subject,
        text: mail.text,
        html: mail.html,
        headers,
      });
      return { transportId: info.messageId };
    } catch (error) {
      throw smtpFailure(error, mail.id);
    }
  }

  return {
    send,
    verify: async () => {
      await transporter.verify().catch((error: unknown) => {
        throw new MailUnavailable(`The mail server cannot be used: ${reasonOf(error)}.`);
      });
    },
    close: () => transporter.close(),
  };
}

/**
 * A reply of 5xx to the recipient or the message is final. Everything else is tried again, also a refused sign-in: that
 * is our configuration, not the recipient's fault, and the mail goes out once it is put right.
 */
function smtpFailure(error: unknown, mailId: string): MailRefused | MailUnavailable {
  const { code, responseCode } = smtpError(error);
  const aboutTheMail = code === "EENVELOPE" || code === "EMESSAGE";
  if (aboutTheMail && responseCode !== null && responseCode >= 500) {
    return new MailRefused(`The mail server refused the mail: ${reasonOf(error)}.`, { mailId, responseCode });
  }
  return new MailUnavailable(`The mail server did not take the mail: ${reasonOf(error)}.`);
}

/** nodemailer's code and the server's reply code; its message may quote the recipient and is left out. */
function smtpError(error: unknown): { code: string | null; responseCode: number | null } {
  if (typeof error !== "object" || error === null) return { code: null, responseCode: null };
  return {
    code: "code" in error && typeof error.code === "string" ? error.code : null,
    responseCode: "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : null,
  };
}

function reasonOf(error: unknown): string {
  const { code, responseCode } = smtpError(error);
  return [code, responseCode].filter((part) => part !== null).join(" ") || "no reason given";
}
