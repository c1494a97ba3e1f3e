import { emailSchema, invariant } from "@stoa/kit";
import { MailRefused } from "../errors.ts";
import { singleLine } from "../layout/clean-text.ts";
import type { OutgoingMail } from "./mail-transport.ts";

export interface Sender {
  name: string;
  address: string;
}

/** `Stoa <hello@example.com>` or a bare address. */
export function parseSender(from: string): Sender {
  const match = /^\s*(?:"?([^"<>]*?)"?\s*<([^<>]+)>|([^<>]+))\s*$/.exec(from);
  const address = emailSchema.safeParse(match?.[2] ?? match?.[3] ?? "");
  invariant(address.success, `the sender is not an address: ${from}`);
  return { name: singleLine(match?.[1] ?? ""), address: address.data };
}

/** The same on every try of one mail, so that a second delivery can be told from a second mail. */
export function messageId(mailId: string, sender: Sender): string {
  invariant(/^[A-Za-z0-9_.-]{1,100}$/.test(mailId), `not an id that can stand in a Message-ID: ${mailId}`);
  return `<${mailId}@${sender.address.slice(sender.address.lastIndexOf("@") + 1)}>`;
}

/** Headers that the transport sets itself, or that would change who gets the mail or how it is read. */
const RESERVED =
  /^(to|cc|bcc|from|sender|reply-to|return-path|subject|date|message-id|mime-version|received|dkim-.*|content-.*|resent-.*)$/i;

/** Checks what goes into headers, so that no text of a person can add a header or a recipient. */
export function checkedEnvelope(mail: OutgoingMail): { to: string; subject: string; headers: Record<string, string> } {
  const to = emailSchema.safeParse(mail.to);
  if (!to.success || /[\s,;<>()"\\]/.test(to.data)) {
    throw new MailRefused("The recipient is not an e-mail address.", { mailId: mail.id, responseCode: null });
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(mail.headers ?? {})) {
    invariant(/^[A-Za-z0-9-]{1,60}$/.test(name) && !RESERVED.test(name), `a mail must not set the header ${name}`);
    headers[name] = singleLine(value);
  }
  return { to: to.data, subject: singleLine(mail.subject), headers };
}
