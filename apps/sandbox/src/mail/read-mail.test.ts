import { describe, expect, test } from "vitest";
import { linksOf, readMail } from "./read-mail.ts";

describe("links of a mail", () => {
  test("are found in both bodies, each once, without the full stop behind them", () => {
    const text = "Open https://a.example/x?t=1&u=2. Or (http://b.example/y)!";
    const html = '<a href="https://a.example/x?t=1&amp;u=2">x</a> <a href="https://c.example/&quot;z">z</a>';
    expect(linksOf(text, html)).toEqual(["https://a.example/x?t=1&u=2", "http://b.example/y", 'https://c.example/"z']);
  });

  test("lead to web pages only", () => {
    expect(linksOf("mailto:a@b.co", '<a href="javascript:alert(1)">x</a>')).toEqual([]);
  });
});

test("a raw message is taken apart, whatever its encodings", async () => {
  const raw = [
    "From: Stoa <hello@stoa.example>",
    "To: maya@example.com",
    "Message-ID: <mail_01@stoa.example>",
    "Subject: =?utf-8?B?4KSo4KSu4KS44KWN4KSk4KWH?=",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from("नमस्ते https://stoa.example/x").toString("base64"),
  ].join("\r\n");
  expect(await readMail(Buffer.from(raw))).toMatchObject({
    messageId: "<mail_01@stoa.example>",
    from: "hello@stoa.example",
    subject: "नमस्ते",
    text: expect.stringContaining("नमस्ते"),
    html: "",
    links: ["https://stoa.example/x"],
  });
});
