import { money, newId } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { GatewayNotFound, GatewayRefused } from "../index.ts";
import { type ContractHarness, PRICE, paid, refundOf } from "./contract-harness.ts";

export function refundPromises(harness: ContractHarness): void {
  describe("a refund", () => {
    it("gives back part and then the rest, and no more", async () => {
      const { gateway, paymentId } = await paid(harness);
      const part = await gateway.refund(refundOf(paymentId, money(900, "EUR")), { idempotencyKey: newId("refund") });
      expect(part).toMatchObject({ status: "succeeded", amount: money(900, "EUR"), paymentId });
      const tooMuch = gateway.refund(refundOf(paymentId, PRICE), { idempotencyKey: newId("refund") });
      await expect(tooMuch).rejects.toBeInstanceOf(GatewayRefused);
      const rest = await gateway.refund(refundOf(paymentId, null), { idempotencyKey: newId("refund") });
      expect(rest.amount).toEqual(money(4_000, "EUR"));
      const again = gateway.refund(refundOf(paymentId, null), { idempotencyKey: newId("refund") });
      await expect(again).rejects.toBeInstanceOf(GatewayRefused);
      expect((await gateway.retrievePayment(paymentId)).amountRefunded).toBe(4_900);
    });

    it("happens once under one key", async () => {
      const { gateway, paymentId } = await paid(harness);
      const request = refundOf(paymentId, money(1_000, "EUR"));
      const first = await gateway.refund(request, { idempotencyKey: request.refundKey });
      const second = await gateway.refund(request, { idempotencyKey: request.refundKey });
      expect(second).toEqual(first);
      expect((await gateway.retrievePayment(paymentId)).amountRefunded).toBe(1_000);
    });

    it("can be asked for by its key and by its id", async () => {
      const { gateway, paymentId } = await paid(harness);
      const request = refundOf(paymentId, null);
      const made = await gateway.refund(request, { idempotencyKey: request.refundKey });
      expect(await gateway.findRefund(paymentId, request.refundKey)).toEqual(made);
      expect(await gateway.retrieveRefund(made.refundId)).toEqual(made);
      expect(await gateway.findRefund(paymentId, newId("refund"))).toBeNull();
    });

    it("of an unknown payment is not found", async () => {
      const refund = harness.gateway().refund(refundOf("pi_none", null), { idempotencyKey: newId("refund") });
      await expect(refund).rejects.toBeInstanceOf(GatewayNotFound);
    });
  });
}
