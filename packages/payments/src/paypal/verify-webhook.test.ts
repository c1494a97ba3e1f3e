import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signing } from "../../../../apps/sandbox/src/paypal/certificate/certificate.ts";
import { CERT_PATH, signedHeaders } from "../../../../apps/sandbox/src/paypal/webhook-sender.ts";
import { GatewayUnavailable, WebhookRefused } from "../errors.ts";
import { createCertificates } from "./certificates.ts";
import { offlineCheck, verifyPayPalWebhook } from "./verify-webhook.ts";

const WEBHOOK = "WH-1";
const COMMON_NAME = "messageverificationcerts.sandbox.paypal.com";
const BODY = JSON.stringify({
  id: "WH-2WR32451HC0233532-67976317FL4543714",
  event_type: "PAYMENT.CAPTURE.COMPLETED",
  create_time: "2026-11-21T10:00:00Z",
  resource: {},
});
const NOW = new Date("2026-11-21T10:00:00Z");

let server: Server;
let origin = "";
let asked: string[] = [];
let answer: { status: number; body: string; location?: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));
beforeEach(() => {
  asked = [];
  answer = { status: 200, body: signing.certificate };
});

function check(rules: { commonName?: string; trustedRoot?: string | undefined } = {}) {
  const isSigned = offlineCheck(
    createCertificates({ origins: [origin], commonName: COMMON_NAME, trustedRoot: signing.root, ...rules }),
    [WEBHOOK],
  );
  return async (changes: Record<string, string> = {}, body = BODY, receivedAt = NOW): Promise<string> => {
    const transmission = { id: "b2a7", time: "2026-11-21T10:00:00Z", webhookId: WEBHOOK };
    const headers = new Headers({ ...signedHeaders(BODY, transmission, origin), ...changes });
    const request = { rawBody: new TextEncoder().encode(body), headers, receivedAt };
    try {
      return (await verifyPayPalWebhook(request, isSigned, false)).eventId;
    } catch (error) {
      if (error instanceof WebhookRefused) return error.fault;
      if (error instanceof GatewayUnavailable) return "unavailable";
      throw error;
    }
  };
}

describe("a webhook of PayPal", () => {
  it("is believed by the certificate it names, which is read once", async () => {
    const verify = check();
    expect(await verify()).toBe("WH-2WR32451HC0233532-67976317FL4543714");
    expect(await verify()).toBe("WH-2WR32451HC0233532-67976317FL4543714");
    expect(asked).toEqual([CERT_PATH]);
  });

  it("T53 names its certificate on another host, by http, by a look-alike or a detour: refused without a fetch", async () => {
    const verify = check();
    const { host } = new URL(origin);
    for (const address of [
      `https://${host}${CERT_PATH}`,
      `http://api.paypal.com${CERT_PATH}`,
      `https://api.paypal.com.evil.example${CERT_PATH}`,
      `https://api-paypal.com${CERT_PATH}`,
      `${origin}@evil.example${CERT_PATH}`,
      `http://user@${host}${CERT_PATH}`,
      `${origin}/elsewhere/cert.pem`,
      `${origin}${CERT_PATH}?redirect=https://evil.example`,
      `file://${CERT_PATH}`,
      "not an address",
    ]) {
      expect(await verify({ "paypal-cert-url": address }), address).toBe("untrusted_certificate");
    }
    expect(asked).toEqual([]);
  });

  it("T53 is not believed by way of a redirect", async () => {
    answer = { status: 302, body: "", location: `${origin}/v1/notifications/certs/other` };
    expect(await check()()).toBe("unavailable");
    expect(asked).toEqual([CERT_PATH]);
  });

  it("is not believed under a root that nobody trusts, for another name, or out of its time", async () => {
    expect(await check({ trustedRoot: undefined })()).toBe("untrusted_certificate");
    expect(await check({ commonName: "messageverificationcerts.paypal.com" })()).toBe("untrusted_certificate");
    expect(await check()({}, BODY, new Date("2099-01-01"))).toBe("untrusted_certificate");
    answer = { status: 200, body: "no certificate" };
    expect(await check()()).toBe("untrusted_certificate");
  });

  it("is not believed when anything that is signed was changed", async () => {
    const verify = check();
    expect(await verify({}, `${BODY} `)).toBe("bad_signature");
    expect(await verify({ "paypal-transmission-id": "other" })).toBe("bad_signature");
    expect(await verify({ "paypal-transmission-time": "2026-11-21T10:00:01Z" })).toBe("bad_signature");
    expect(await verify({ "paypal-transmission-sig": "AAAA" })).toBe("bad_signature");
    expect(await verify({ "paypal-auth-algo": "SHA1withRSA" })).toBe("bad_signature");
    expect(await verify({ "paypal-transmission-time": "whenever" })).toBe("no_signature");
  });

  it("cannot make us fetch certificate after certificate", async () => {
    const verify = check();
    for (let i = 0; i < 30; i++) await verify({ "paypal-cert-url": `${origin}/v1/notifications/certs/CERT-${i}` });
    expect(asked.length).toBe(10);
  });
});
