import { addMs, HOUR_MS } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { createSecrets } from "../platform/secrets.ts";
import { newSigningSecret, signedHeaders } from "./signing.ts";
import { verified } from "./testing/receiver.ts";

const secrets = createSecrets(Buffer.alloc(32, 7).toString("base64"));
const now = new Date();
const message = { id: "evt_1", body: '{"type":"webhook.test"}' };
const alone = { previousSecretSealed: null, previousSecretUntil: null };
const received = (headers: Record<string, string>, body = message.body) => ({ path: "/", headers, body });

describe("a signature", () => {
  test("is the one that the scheme's own check value asks for", () => {
    const body = '{"event_type":"ping","data":{"success":true}}';
    const secretSealed = secrets.seal("webhook-secret", "whsec_plJ3nmyCDGBKInavdOK15jsl");
    const headers = signedHeaders(
      secrets,
      { ...alone, secretSealed },
      { id: "msg_loFOjxBNrRLzqYUf", body },
      new Date(1_731_705_121_000),
    );
    expect(headers).toEqual({
      "webhook-id": "msg_loFOjxBNrRLzqYUf",
      "webhook-timestamp": "1731705121",
      "webhook-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    });
  });

  test("holds for its own message, time and secret alone", () => {
    const { secret, sealed } = newSigningSecret(secrets);
    const headers = signedHeaders(secrets, { ...alone, secretSealed: sealed }, message, now);
    expect(verified(secret, received(headers))).toEqual({ type: "webhook.test" });
    expect(() => verified(secret, received(headers, '{"type":"order.paid"}'))).toThrow();
    expect(() => verified(secret, received({ ...headers, "webhook-id": "evt_2" }))).toThrow();
    expect(() => verified(newSigningSecret(secrets).secret, received(headers))).toThrow();
    const old = signedHeaders(secrets, { ...alone, secretSealed: sealed }, message, addMs(now, -HOUR_MS));
    expect(() => verified(secret, received(old))).toThrow();
  });

  test("is made with both secrets while one replaces the other, and with the new one alone after", () => {
    const [before, after] = [newSigningSecret(secrets), newSigningSecret(secrets)];
    const keys = (until: Date) => ({
      secretSealed: after.sealed,
      previousSecretSealed: before.sealed,
      previousSecretUntil: until,
    });
    const during = signedHeaders(secrets, keys(addMs(now, 1)), message, now);
    expect(during["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const { secret } of [before, after]) expect(verified(secret, received(during))).toBeTruthy();
    const later = signedHeaders(secrets, keys(now), message, now);
    expect(verified(after.secret, received(later))).toBeTruthy();
    expect(() => verified(before.secret, received(later))).toThrow();
  });

  test("is made with a secret of 32 bytes that is kept sealed", () => {
    const { secret, sealed } = newSigningSecret(secrets);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(sealed).not.toContain(secret.slice(6, 20));
    expect(newSigningSecret(secrets).secret).not.toBe(secret);
  });
});
