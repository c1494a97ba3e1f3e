import { describe, expect, it } from "vitest";
import { BadGatewayConfig, createGateways, GatewayNotOffered, NoGatewayForCurrency } from "./index.ts";

const PAYPAL = { clientId: "id", clientSecret: "secret", webhookId: "WH-1" };
const STRIPE = { secretKey: "sk_test_x", webhookSecret: "whsec_x" };

describe("the gateways", () => {
  it("are on when they have settings", () => {
    expect(createGateways({}).enabled()).toEqual([]);
    expect(createGateways({ stripe: STRIPE }).enabled()).toEqual(["stripe"]);
  });

  it("that are off cannot be used", () => {
    expect(() => createGateways({}).get("stripe")).toThrow(GatewayNotOffered);
    expect(() => createGateways({ stripe: STRIPE }).get("paypal")).toThrow(GatewayNotOffered);
  });

  it("that are not built yet refuse their settings at start", () => {
    expect(() => createGateways({ dodo: {} })).toThrow(BadGatewayConfig);
  });

  it("that take a currency are offered, the country's habit first", () => {
    const gateways = createGateways({ stripe: STRIPE, paypal: PAYPAL });
    expect(gateways.offered({ currency: "EUR", country: "DE" })).toEqual(["stripe", "paypal"]);
    expect(gateways.offered({ currency: "INR", country: "IN" })).toEqual(["stripe"]);
    expect(gateways.choose({ currency: "EUR", country: null, preferred: "paypal" }).name).toBe("paypal");
    expect(() => gateways.choose({ currency: "INR", country: "IN", preferred: "paypal" })).toThrow(
      NoGatewayForCurrency,
    );
  });

  it("are chosen by currency, country and wish", () => {
    const gateways = createGateways({ stripe: STRIPE });
    expect(gateways.choose({ currency: "EUR", country: "DE" }).name).toBe("stripe");
    expect(gateways.choose({ currency: "INR", country: "IN" }).name).toBe("stripe");
    expect(gateways.choose({ currency: "INR", country: null, preferred: "stripe" }).name).toBe("stripe");
    expect(() => gateways.choose({ currency: "EUR", country: null, preferred: "paypal" })).toThrow(GatewayNotOffered);
    expect(() => gateways.choose({ currency: "GHS", country: "GH" })).toThrow(NoGatewayForCurrency);
    expect(() => gateways.choose({ currency: "GHS", country: "GH", preferred: "stripe" })).toThrow(
      NoGatewayForCurrency,
    );
  });

  it("refuse settings that cannot work, in a sentence for whoever runs Stoa", () => {
    for (const apiBase of ["not a url", "ftp://127.0.0.1", "http://127.0.0.1/stripe"]) {
      expect(() => createGateways({ stripe: { ...STRIPE, apiBase } })).toThrow(/STRIPE_API_BASE must be/);
    }
    expect(() => createGateways({ stripe: { ...STRIPE, webhookSecret: " , " } })).toThrow(/STRIPE_WEBHOOK_SECRET/);
    expect(() => createGateways({ paypal: { ...PAYPAL, webhookId: " , " } })).toThrow(/PAYPAL_WEBHOOK_ID/);
    expect(() => createGateways({ paypal: { ...PAYPAL, apiBase: "not a url" } })).toThrow(/PAYPAL_API_BASE/);
    expect(() => createGateways({ paypal: { ...PAYPAL, apiBase: "http://127.0.0.1:1/paypal" } })).toThrow(
      /PAYPAL_CERT_ROOT/,
    );
  });
});
