import { addMs, MINUTE_MS, money } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { type Gateway, type GatewayFact, WebhookRefused, type WebhookRequest } from "../index.ts";
import { type ContractHarness, PRICE, paid } from "./contract-harness.ts";

export function webhookPromises(harness: ContractHarness): void {
  describe("webhooks", () => {
    it("tell of a payment, and are believed with the new and the old secret", async () => {
      const { gateway, orderId, paymentId } = await paid(harness);
      const webhooks = await harness.webhooksOf(orderId, 2);
      const events = await Promise.all(webhooks.map((webhook) => gateway.verifyWebhook(webhook)));
      const old = harness.gatewayWithOldSecret();
      const before = await Promise.all(webhooks.map((webhook) => old.verifyWebhook(webhook)));
      expect(before).toEqual(events);
      const facts = events.flatMap((event) => gateway.factsOf(event));
      const succeeded = facts.filter((fact) => fact.kind === "payment_succeeded");
      expect(succeeded.length).toBeGreaterThan(0);
      for (const fact of succeeded) expect(fact.payment).toMatchObject({ paymentId, orderId, amount: PRICE });
    });

    it("tell of a refund and a dispute made elsewhere", async () => {
      const { gateway, orderId, paymentId } = await paid(harness);
      await harness.refundInDashboard(orderId, 900);
      await harness.dispute(orderId, "opened");
      await harness.dispute(orderId, "won");
      const facts = await factsWhen(harness, orderId, (known) => known.some(isWonDispute));
      const refund = facts.find((fact) => fact.kind === "refund_changed")?.refund;
      expect(refund).toMatchObject({ paymentId, status: "succeeded", amount: money(900, "EUR") });
      const dispute = facts.find((fact) => fact.kind === "dispute_changed")?.dispute;
      expect(dispute).toMatchObject({ paymentId, amount: PRICE });
      expect(gateway.factsOf({ type: "a.type.of.tomorrow", payload: {} })).toEqual([
        { kind: "not_relevant", type: "a.type.of.tomorrow" },
      ]);
    });

    it("are refused when changed, unsigned, stale, or from the future", async () => {
      const { gateway, orderId } = await paid(harness);
      const [webhook] = await harness.webhooksOf(orderId, 1);
      if (webhook === undefined) throw new Error("no webhook came");
      const now = new Date();
      const text = new TextDecoder().decode(webhook.rawBody);
      const tampered = new TextEncoder().encode(text.replace(/"id":\s*"/, "$&x"));
      expect(await faultOf(gateway, { ...webhook, rawBody: tampered })).toBe("bad_signature");
      expect(await faultOf(gateway, { ...webhook, headers: new Headers() })).toBe("no_signature");
      const oldest = addMs(now, -harness.oldestWebhookMs);
      expect(await faultOf(gateway, aged(harness, webhook, addMs(oldest, -MINUTE_MS)))).toBe("too_old");
      expect(await faultOf(gateway, aged(harness, webhook, addMs(now, 6 * MINUTE_MS)))).toBe("in_the_future");
      expect(await faultOf(gateway, aged(harness, webhook, addMs(oldest, MINUTE_MS)))).toBeNull();
      expect(await faultOf(gateway, aged(harness, webhook, addMs(now, 4 * MINUTE_MS)))).toBeNull();
      expect(await faultOf(gateway, harness.sign(new TextEncoder().encode("[1"), now))).toBe("malformed");
      expect(await faultOf(gateway, harness.sign(new TextEncoder().encode("{}"), now))).toBe("malformed");
    });
  });
}

async function factsWhen(
  harness: ContractHarness,
  orderId: string,
  complete: (facts: GatewayFact[]) => boolean,
): Promise<GatewayFact[]> {
  const gateway = harness.gateway();
  for (let least = 1; least < 20; least++) {
    const webhooks = await harness.webhooksOf(orderId, least);
    const events = await Promise.all(webhooks.map((webhook) => gateway.verifyWebhook(webhook)));
    const facts = events.flatMap((event) => gateway.factsOf(event));
    if (complete(facts)) return facts;
  }
  throw new Error("the facts never became complete");
}

function isWonDispute(fact: GatewayFact): boolean {
  return fact.kind === "dispute_changed" && fact.dispute.status === "won";
}

/** The same body signed at another moment and received now. */
function aged(harness: ContractHarness, webhook: WebhookRequest, signedAt: Date): WebhookRequest {
  return { ...harness.sign(webhook.rawBody, signedAt), receivedAt: new Date() };
}

async function faultOf(gateway: Gateway, webhook: WebhookRequest): Promise<string | null> {
  try {
    await gateway.verifyWebhook(webhook);
    return null;
  } catch (error) {
    if (error instanceof WebhookRefused) return error.fault;
    throw error;
  }
}
