import { describe, expect, test } from "vitest";
import { MailRefused } from "../errors.ts";
import { checkedEnvelope, messageId, parseSender } from "./envelope.ts";
import type { OutgoingMail } from "./mail-transport.ts";

const mail = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  id: "mail_01",
  to: "maya@example.com",
  subject: "Hello",
  html: "<p>Hello</p>",
  text: "Hello",
  ...over,
});

describe("the sender", () => {
  test.each([
    ["Stoa <hello@stoa.example>", { name: "Stoa", address: "hello@stoa.example" }],
    ['"Stoa, the school" <hello@stoa.example>', { name: "Stoa, the school", address: "hello@stoa.example" }],
    ["hello@stoa.example", { name: "", address: "hello@stoa.example" }],
  ])("%s is understood", (from, wanted) => {
    expect(parseSender(from)).toEqual(wanted);
  });

  test.each(["", "Stoa", "Stoa <nobody>", "a@b.co, c@d.co", "A <a@b.co> B <c@d.co>"])("%o is refused", (from) => {
    expect(() => parseSender(from)).toThrow("not an address");
  });
});

describe("the Message-ID", () => {
  const sender = { name: "Stoa", address: "hello@stoa.example" };

  test("follows from the mail's id", () => {
    expect(messageId("mail_01", sender)).toBe("<mail_01@stoa.example>");
  });

  test.each(["", "a b", "a>b", "a\r\nb", "x".repeat(101)])("refuses the id %o", (id) => {
    expect(() => messageId(id, sender)).toThrow("not an id");
  });
});

describe("the envelope", () => {
  test.each([
    "",
    "maya",
    "maya@example.com, all@example.com",
    "maya@example.com\r\nBcc: all@example.com",
    "<maya@example.com>",
    "Maya <maya@example.com>",
    '"x y"@example.com',
  ])("takes no recipient like %o", (to) => {
    expect(() => checkedEnvelope(mail({ to }))).toThrow(MailRefused);
  });

  test("keeps subject and headers on one line", () => {
    const checked = checkedEnvelope(mail({ subject: "a\r\nBcc: b", headers: { "X-Correlation-Id": "c\r\nBcc: d" } }));
    expect(checked.subject).toBe("a Bcc: b");
    expect(checked.headers).toEqual({ "X-Correlation-Id": "c Bcc: d" });
  });

  test.each(["Bcc", "to", "Content-Type", "Message-ID", "X-A\r\nBcc", "X A", ""])("sets no header %o", (name) => {
    expect(() => checkedEnvelope(mail({ headers: { [name]: "x" } }))).toThrow("must not set the header");
  });
});
