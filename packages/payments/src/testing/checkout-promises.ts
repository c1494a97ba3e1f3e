import { money, newId } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { GatewayNotFound, GatewayRefused } from "../index.ts";
import { type ContractHarness, checkoutRequest, completed, opened, PRICE } from "./contract-harness.ts";

export function checkoutPromises(harness: ContractHarness): void {
  describe("a checkout", () => {
    it("is opened for an order and asks for exactly its amount", async () => {
      const { gateway, request, checkout } = await opened(harness);
      const snapshot = await gateway.retrieveCheckout(checkout.checkoutId);
      expect(snapshot).toMatchObject({ status: "open", orderId: request.orderId, lastError: null });
      expect(snapshot.redirectUrl).toBe(checkout.redirectUrl);
      expect(Math.abs(checkout.expiresAt.getTime() - request.expiresAt.getTime())).toBeLessThan(1_000);
    });

    it("is the same one when the call is repeated with its key", async () => {
      const { gateway, request, checkout, key } = await opened(harness);
      const again = await gateway.createCheckout(request, { idempotencyKey: key });
      expect(again).toEqual(checkout);
      expect(await harness.checkoutsOf(request.orderId)).toBe(1);
    });

    it("is refused when a key comes back with another amount", async () => {
      const { gateway, request, key } = await opened(harness);
      const other = { ...request, amount: money(100, "EUR"), lines: [] };
      await expect(gateway.createCheckout(other, { idempotencyKey: key })).rejects.toBeInstanceOf(GatewayRefused);
    });

    it("is one, however many times it is asked for at once with one key", async () => {
      const gateway = harness.gateway();
      const request = checkoutRequest();
      const ask = () => gateway.createCheckout(request, { idempotencyKey: request.orderId });
      const answers = await Promise.allSettled(Array.from({ length: 10 }, ask));
      const ids = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.checkoutId] : []));
      expect(new Set(ids).size).toBe(1);
      expect(await harness.checkoutsOf(request.orderId)).toBe(1);
    });

    it("stays open after a decline, says why, and can then be paid", async () => {
      const { gateway, request, checkout } = await opened(harness);
      await harness.pay(request.orderId, "failed");
      const declined = await completed(gateway, checkout);
      expect(declined.status).toBe("open");
      expect(declined.lastError).toMatch(/declined/i);
      await harness.pay(request.orderId, "succeeded");
      const paid = await completed(gateway, checkout);
      expect(paid).toMatchObject({ status: "paid", redirectUrl: null, lastError: null });
      expect(paid.payment).toMatchObject({ status: "succeeded", amount: PRICE, orderId: request.orderId });
    });

    it("can be expired, once and again", async () => {
      const { gateway, checkout } = await opened(harness);
      const first = await gateway.expireCheckout(checkout.checkoutId, { idempotencyKey: newId("gatewayCall") });
      const second = await gateway.expireCheckout(checkout.checkoutId, { idempotencyKey: newId("gatewayCall") });
      expect([first.status, second.status]).toEqual(["expired", "expired"]);
    });

    it("that was paid meanwhile is not expired but given as paid", async () => {
      const { gateway, checkout, request } = await opened(harness);
      await harness.pay(request.orderId, "succeeded");
      const answer = await gateway.expireCheckout(checkout.checkoutId, { idempotencyKey: newId("gatewayCall") });
      expect(answer.status).toBe("paid");
    });

    it("that was paid is completed once, by however many at once, and can then be read", async () => {
      const { gateway, request, checkout } = await opened(harness);
      await harness.pay(request.orderId, "succeeded");
      const answers = await Promise.allSettled(Array.from({ length: 8 }, () => completed(gateway, checkout)));
      const payments = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.payment] : []));
      expect(new Set(payments.map((payment) => payment?.paymentId)).size).toBe(1);
      expect(await gateway.retrieveCheckout(checkout.checkoutId)).toEqual(await completed(gateway, checkout));
    });

    it("that lapsed is expired", async () => {
      const { gateway, checkout, request } = await opened(harness);
      await harness.pay(request.orderId, "expired");
      expect((await completed(gateway, checkout)).status).toBe("expired");
    });

    it("that was never made is not found", async () => {
      await expect(harness.gateway().retrieveCheckout("cs_test_none")).rejects.toBeInstanceOf(GatewayNotFound);
    });
  });
}
