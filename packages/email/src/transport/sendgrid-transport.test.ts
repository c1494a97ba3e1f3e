import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { MailRefused, MailUnavailable } from "../errors.ts";
import { createMailTransport } from "./create-mail-transport.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A transport whose SendGrid answers as told. */
async function transportAgainst(answer: RequestListener) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sendgridBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return createMailTransport({ sendgridApiKey: "SG.key", sendgridBaseUrl, from: "Stoa <hello@stoa.example>" });
}

const MAIL = { id: "mail_01", to: "maya@example.com", subject: "Hello", text: "Hello", html: "<p>Hello</p>" };

describe("over SendGrid", () => {
  test("a mail is handed over with its Message-ID and without tracking", async () => {
    const seen: unknown[] = [];
    const transport = await transportAgainst(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen.push(request.url, request.headers.authorization, JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(202, { "x-message-id": "sg-1" }).end();
    });
    expect(await transport.send({ ...MAIL, headers: { "X-Correlation-Id": "cor_1" } })).toEqual({
      transportId: "sg-1",
    });
    expect(seen.slice(0, 2)).toEqual(["/v3/mail/send", "Bearer SG.key"]);
    expect(seen[2]).toMatchObject({
      personalizations: [{ to: [{ email: "maya@example.com" }] }],
      from: { email: "hello@stoa.example", name: "Stoa" },
      subject: "Hello",
      headers: { "Message-ID": "<mail_01@stoa.example>", "X-Correlation-Id": "cor_1" },
      tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
    });
  });

  test("without an id of SendGrid's own, ours names the mail", async () => {
    const transport = await transportAgainst((_request, response) => response.writeHead(202).end());
    expect(await transport.send(MAIL)).toEqual({ transportId: "<mail_01@stoa.example>" });
  });

  test.each([
    [400, MailRefused],
    [413, MailRefused],
    [401, MailUnavailable],
    [403, MailUnavailable],
    [429, MailUnavailable],
    [500, MailUnavailable],
    [503, MailUnavailable],
  ])("%i means %o", async (status, failure) => {
    const transport = await transportAgainst((_request, response) => response.writeHead(status).end("{}"));
    await expect(transport.send(MAIL)).rejects.toThrow(failure);
  });

  test("its Retry-After is passed on", async () => {
    const transport = await transportAgainst((_request, response) =>
      response.writeHead(429, { "retry-after": "5" }).end(),
    );
    await expect(transport.send(MAIL)).rejects.toMatchObject({ retryAfterMs: 5000 });
  });

  test("a broken line is tried again", async () => {
    const transport = await transportAgainst((request) => request.socket.destroy());
    await expect(transport.send(MAIL)).rejects.toThrow(MailUnavailable);
  });

  test("the key is verified without sending", async () => {
    const urls: unknown[] = [];
    const transport = await transportAgainst((request, response) => {
      urls.push(request.url);
      response.writeHead(urls.length === 1 ? 200 : 401).end("{}");
    });
    await transport.verify();
    await expect(transport.verify()).rejects.toThrow(MailUnavailable);
    expect(urls).toEqual(["/v3/scopes", "/v3/scopes"]);
    transport.close();
  });
});
