import { createConnection } from "node:net";
import { beforeEach, describe, expect, test } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";

const sandbox = testSandbox();

/** Speaks SMTP by hand: sends one mail and gives the server's last reply before QUIT. */
async function smtp(to: string, lines: readonly string[]): Promise<string> {
  const port = Number(new URL(sandbox.urls.smtp ?? "").port);
  const socket = createConnection(port, "127.0.0.1").setEncoding("utf8");
  const body = [...lines, "."].join("\r\n");
  const steps = ["EHLO test", "MAIL FROM:<hello@stoa.test>", `RCPT TO:<${to}>`, "DATA", body, "QUIT"];
  let last = "";
  for await (const chunk of socket) {
    if (!/^\d{3} /m.test(String(chunk))) continue;
    if (steps.length === 0) break;
    last = String(chunk);
    if (/^[45]/.test(last)) break;
    socket.write(`${steps.shift()}\r\n`);
  }
  socket.destroy();
  return last;
}

const html = (body: string) => [
  "Subject: Hello",
  "Content-Type: text/html; charset=utf-8",
  "",
  `<html><head></head>${body}</html>`,
];
const text = (subject: string) => [
  `Subject: ${subject}`,
  "Message-ID: <one@stoa.test>",
  "",
  "See https://stoa.example/x",
];
const page = async (path: string) => (await fetch(`${sandbox.url}${path}`)).text();

beforeEach(() => sandbox.control("POST", "reset"));

describe("the mailbox", () => {
  test("is empty at first, and says so", async () => {
    expect(await page("/mail")).toContain("No mail yet");
  });

  test("lists what arrived, newest first, and finds it by recipient", async () => {
    await smtp("maya@example.com", text("First"));
    await smtp("ravi@example.com", text("Second"));
    const everything = await page("/mail");
    expect(everything.indexOf("Second")).toBeLessThan(everything.indexOf("First"));
    expect(await page("/mail?to=MAYA")).toMatch(/First/);
    expect(await page("/mail?to=maya")).not.toMatch(/Second/);
    expect(await page("/mail?to=nobody")).toContain("No mail to an address like");
    expect(await page("/mail?to=%25")).toContain("No mail to an address like");
  });

  test("pages through many", async () => {
    await sandbox.sql`
      INSERT INTO mail.mail (message_id, recipient, sender, subject, text, html, links, raw, received_at)
      SELECT '', 'maya@example.com', '', 'Mail ' || number, '', '', '{}', '', now() FROM generate_series(1, 60) AS number`;
    const first = await page("/mail");
    const older = /href="(\/mail\?[^"]*before=[^"]+)"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(first.match(/<li>/g)).toHaveLength(50);
    expect((await page(older)).match(/<li>/g)).toHaveLength(10);
  });

  test("shows one mail with its links, as text, as HTML and as it came", async () => {
    await smtp("maya@example.com", text("Hello"));
    const shown = await page("/mail/1");
    expect(shown).toContain('<a href="https://stoa.example/x">');
    expect(shown).toContain("&lt;one@stoa.test&gt;");
    expect(await page("/mail/1/raw")).toContain("Subject: Hello");
    for (const path of ["/mail/2", "/mail/x", "/mail/9999999999999999999", "/mail/2/html", "/mail/2/raw"]) {
      expect((await fetch(`${sandbox.url}${path}`)).status).toBe(404);
    }
  });

  test("shows foreign HTML where it can do nothing", async () => {
    await smtp("maya@example.com", html("<script>alert(1)</script>"));
    expect(await page("/mail/1")).not.toContain("<script>");
    const body = await fetch(`${sandbox.url}/mail/1/html`);
    const policy = body.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox (?!.*allow-scripts)/);
    expect(await body.text()).toContain('<base target="_blank">');
  });
});

describe("the mail server", () => {
  test("takes a mail for everybody on the envelope", async () => {
    expect(await smtp("maya@example.com", text("Hello"))).toMatch(/^221|^250/);
    const { mails } = (await sandbox.control("GET", "state")) as { mails: unknown[] };
    expect(mails).toMatchObject([{ to: "maya@example.com", subject: "Hello", links: ["https://stoa.example/x"] }]);
  });

  test.each([
    ["error", /^451/],
    ["refused", /^550/],
  ])("under the fault %s replies %o", async (kind, reply) => {
    await sandbox.control("POST", "faults", { target: "mail", kind });
    expect(await smtp("maya@example.com", text("Hello"))).toMatch(reply);
    await sandbox.control("DELETE", "faults");
  });

  test("keeps its mails through a restart", async () => {
    await smtp("maya@example.com", text("Hello"));
    await sandbox.restart();
    expect(await page("/mail")).toContain("Hello");
  });
});
