import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import { MailRefused, MailUnavailable } from "../errors.ts";
import { renderMail } from "../render-mail.ts";
import { createMailTransport } from "./create-mail-transport.ts";
import type { MailTransport } from "./mail-transport.ts";

const sandbox = testSandbox();
const opened: MailTransport[] = [];

function connect(smtpUrl = sandbox.urls.smtp ?? ""): MailTransport {
  const transport = createMailTransport({ smtpUrl, from: "Stoa <hello@stoa.example>" });
  opened.push(transport);
  return transport;
}

interface Mail {
  to: string;
  subject: string;
  text: string;
  links: string[];
}

async function mails(): Promise<Mail[]> {
  return ((await sandbox.control("GET", "state")) as { mails: Mail[] }).mails;
}

const fault = (kind: string, rate = 1) => sandbox.control("POST", "faults", { target: "mail", kind, rate });
const plain = (id: string) => ({ id, to: "maya@example.com", subject: "Hello", text: "Hello", html: "<p>Hello</p>" });

beforeEach(() => sandbox.control("POST", "reset"));
afterEach(() => sandbox.control("DELETE", "faults"));
afterAll(() => {
  for (const transport of opened) transport.close();
});

describe("over SMTP", () => {
  test("a Hindi mail arrives whole, with its links", async () => {
    const verifyUrl = "http://localhost:3000/verify?token=a-b_c&next=%2Fme";
    const mail = renderMail("verify-email", "hi", { name: "माया", verifyUrl, validForMinutes: 30 });
    expect(await connect().send({ id: "mail_01", to: "maya@example.com", ...mail })).toEqual({
      transportId: "<mail_01@stoa.example>",
    });
    const [arrived] = await mails();
    expect(arrived).toMatchObject({ to: "maya@example.com", subject: mail.subject, links: [verifyUrl] });
    expect(arrived?.text.trim()).toBe(mail.text.trim());
  });

  test("50 mails at once all arrive", async () => {
    const transport = connect();
    await Promise.all(Array.from({ length: 50 }, (_, index) => transport.send(plain(`mail_${index}`))));
    expect(await mails()).toHaveLength(50);
  });

  test("a mail host that says later is asked later", async () => {
    await fault("error");
    await expect(connect().send(plain("mail_01"))).rejects.toThrow(MailUnavailable);
    expect(await mails()).toEqual([]);
  });

  test("a mail host that refuses the recipient is not asked again", async () => {
    await fault("refused");
    const refusal = connect().send(plain("mail_01"));
    await expect(refusal).rejects.toThrow(MailRefused);
    await expect(refusal).rejects.toMatchObject({ details: { mailId: "mail_01", responseCode: 550 } });
  });

  test("a mail cut off before it was taken is not there", async () => {
    await fault("cut_before");
    await expect(connect().send(plain("mail_01"))).rejects.toThrow(MailUnavailable);
    expect(await mails()).toEqual([]);
  });

  test("a mail whose acceptance was lost is sent again under the same Message-ID", async () => {
    await fault("cut_after");
    const transport = connect();
    await expect(transport.send(plain("mail_01"))).rejects.toThrow(MailUnavailable);
    await sandbox.control("DELETE", "faults");
    await transport.send(plain("mail_01"));
    expect(await mails()).toHaveLength(2);
    const page = await (await fetch(`${sandbox.url}/mail/2`)).text();
    expect(page).toContain("delivery 2 of the same mail");
  });

  test("a server that can be used is verified, and one that cannot says so without its address", async () => {
    await connect().verify();
    const gone = connect("smtp://user:s3cret@127.0.0.1:2");
    const error = await gone.verify().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain("s3cret");
  });
});

test("without SMTP and SendGrid there is no transport", () => {
  expect(() => createMailTransport({ from: "hello@stoa.example" })).toThrow("SMTP_URL or SENDGRID_API_KEY");
});
