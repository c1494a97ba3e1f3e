import { money, newId } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { canCapture, GatewayRefused } from "../index.ts";
import { type ContractHarness, opened, PRICE } from "./contract-harness.ts";

/** For gateways that reserve money before they take it; the others have nothing to promise here. */
export function capturePromises(harness: ContractHarness): void {
  describe("a payment that is only reserved", () => {
    it("is taken in part, once", async () => {
      const reserved = await reserve(harness);
      if (reserved === null) return;
      const { gateway, paymentId } = reserved;
      const part = money(4_000, "EUR");
      const captured = await gateway.capture(paymentId, part, { idempotencyKey: newId("gatewayCall") });
      expect(captured).toMatchObject({ status: "succeeded", amount: part });
      const again = gateway.capture(paymentId, null, { idempotencyKey: newId("gatewayCall") });
      await expect(again).rejects.toBeInstanceOf(GatewayRefused);
    });

    it("is let go, and can then not be taken", async () => {
      const reserved = await reserve(harness);
      if (reserved === null) return;
      const { gateway, paymentId } = reserved;
      const released = await gateway.cancel(paymentId, { idempotencyKey: newId("gatewayCall") });
      expect(released.status).toBe("cancelled");
      const late = gateway.capture(paymentId, null, { idempotencyKey: newId("gatewayCall") });
      await expect(late).rejects.toBeInstanceOf(GatewayRefused);
    });
  });
}

async function reserve(harness: ContractHarness) {
  if (!canCapture(harness.gateway())) return null;
  const { gateway, checkout, request } = await opened(harness, { captureLater: true });
  await harness.pay(request.orderId, "succeeded");
  const { status, payment } = await gateway.retrieveCheckout(checkout.checkoutId);
  expect(status).toBe("processing");
  expect(payment).toMatchObject({ status: "requires_capture", amount: PRICE });
  return canCapture(gateway) && payment !== null ? { gateway, paymentId: payment.paymentId } : null;
}
