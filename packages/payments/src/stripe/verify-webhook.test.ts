import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type WebhookFault, WebhookRefused } from "../errors.ts";
import { verifyStripeWebhook } from "./verify-webhook.ts";

const SECRET = "whsec_current";
const NOW = new Date("2026-11-21T10:00:00Z");
const SIGNED = Math.floor(NOW.getTime() / 1_000);
const EVENT = { id: "evt_1", object: "event", type: "x.y", created: SIGNED, livemode: true, data: { object: {} } };
const BODY = JSON.stringify(EVENT);

function signature(body: string, timestamp: number, secret = SECRET): string {
  return createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
}

function verify(body: string, header: string | null, secrets = [SECRET]) {
  const headers = new Headers(header === null ? {} : { "stripe-signature": header });
  return verifyStripeWebhook({ rawBody: new TextEncoder().encode(body), headers, receivedAt: NOW }, secrets);
}

function faultOf(body: string, header: string | null, secrets = [SECRET]): WebhookFault | null {
  try {
    verify(body, header, secrets);
    return null;
  } catch (error) {
    if (error instanceof WebhookRefused) return error.fault;
    throw error;
  }
}

describe("Stripe's signature", () => {
  it("is HMAC-SHA256 under the whole secret as text", () => {
    const check = createHmac("sha256", "test_secret").update('{"obj1":"hello","obj2":"world"}').digest("hex");
    expect(check).toBe("bebb1a643997f419b315ddba19e6f5411e1ce7f810ba6d3617ce72823092f363");
  });

  it("makes an event of the body", () => {
    const event = verify(BODY, `t=${SIGNED},v1=${signature(BODY, SIGNED)}`);
    expect(event).toEqual({
      gateway: "stripe",
      eventId: "evt_1",
      type: "x.y",
      occurredAt: NOW,
      livemode: true,
      payload: EVENT,
    });
  });

  it("may be one of several, of any of our secrets, in any order", () => {
    const good = signature(BODY, SIGNED, "whsec_before");
    const header = `t=${SIGNED},v1=${"0".repeat(64)},v1=${good},v0=${"1".repeat(64)}`;
    expect(faultOf(BODY, header, [SECRET, "whsec_before"])).toBeNull();
    expect(faultOf(BODY, header, [SECRET])).toBe("bad_signature");
  });

  it.each([
    [300, null],
    [301, "too_old"],
    [-300, null],
    [-301, "in_the_future"],
  ])("that is %i seconds old is judged %s", (age, fault) => {
    const timestamp = SIGNED - age;
    expect(faultOf(BODY, `t=${timestamp},v1=${signature(BODY, timestamp)}`)).toBe(fault);
  });

  it("T50 does not cover another time or another body", () => {
    const good = signature(BODY, SIGNED);
    expect(faultOf(BODY, `t=${SIGNED + 1},v1=${good}`)).toBe("bad_signature");
    expect(faultOf(`${BODY} `, `t=${SIGNED},v1=${good}`)).toBe("bad_signature");
    expect(faultOf(BODY, `t=${SIGNED},v0=${good}`)).toBe("bad_signature");
  });

  it.each([null, "", "t=", "v1=abc", "t=x,v1=y", "garbage"])("T50 header %s is no signature", (header) => {
    expect(faultOf(BODY, header)).toBe("no_signature");
  });

  it("T55 over something that is not an event is refused as malformed", () => {
    for (const body of ["{}", "null", "[1", '{"id":1}', JSON.stringify({ ...EVENT, object: "v2.core.event" })]) {
      expect(faultOf(body, `t=${SIGNED},v1=${signature(body, SIGNED)}`)).toBe("malformed");
    }
  });

  it("T55 over an event whose id no text has, or of a time that no calendar has, is refused as malformed", () => {
    for (const odd of [{ id: "evt_\u0000" }, { id: "evt_\ud800" }, { type: "\udfff" }, { created: 1e15 }]) {
      const body = JSON.stringify({ ...EVENT, ...odd });
      expect([odd, faultOf(body, `t=${SIGNED},v1=${signature(body, SIGNED)}`)]).toEqual([odd, "malformed"]);
    }
  });

  it("T55 is not even looked at over a body of more than a mebibyte", () => {
    const body = " ".repeat(1_048_577);
    expect(faultOf(body, `t=${SIGNED},v1=${signature(body, SIGNED)}`)).toBe("too_large");
  });
});
