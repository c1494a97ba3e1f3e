import { money, newId } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { type Gateway, GatewayOutcomeUnknown, GatewayUnavailable } from "../index.ts";
import { type ContractHarness, checkoutRequest, paid, refundOf } from "./contract-harness.ts";

const SLOW = 30_000;

export function faultPromises(harness: ContractHarness): void {
  describe("when the line is bad", () => {
    it(
      "an answer that does not come in time is unknown for a write and unavailable for a read",
      async () => {
        const { paymentId } = await paid(harness);
        await harness.fault("delay");
        await expectUnknownRefund(harness, harness.impatientGateway(), paymentId);
        await expect(harness.impatientGateway().retrievePayment(paymentId)).rejects.toBeInstanceOf(GatewayUnavailable);
      },
      SLOW,
    );

    it(
      "a 5xx is unknown for a write and unavailable for a read",
      async () => {
        const { gateway, paymentId } = await paid(harness);
        await harness.fault("error");
        await expectUnknownRefund(harness, gateway, paymentId);
        await expect(gateway.retrievePayment(paymentId)).rejects.toBeInstanceOf(GatewayUnavailable);
      },
      SLOW,
    );

    it(
      "a cut before the act is unknown, and asking shows that nothing happened",
      async () => {
        const { gateway, paymentId } = await paid(harness);
        await harness.fault("cut_before");
        const refundKey = await expectUnknownRefund(harness, gateway, paymentId);
        await harness.faultsOff();
        expect(await gateway.findRefund(paymentId, refundKey)).toBeNull();
      },
      SLOW,
    );

    it(
      "a cut after the act is unknown, and asking shows that it happened once",
      async () => {
        const { gateway, paymentId } = await paid(harness);
        await harness.fault("cut_after");
        const refundKey = await expectUnknownRefund(harness, gateway, paymentId);
        await harness.faultsOff();
        expect(await gateway.findRefund(paymentId, refundKey)).toMatchObject({ amount: money(700, "EUR") });
        const again = { ...refundOf(paymentId, money(700, "EUR")), refundKey };
        await gateway.refund(again, { idempotencyKey: refundKey });
        expect((await gateway.retrievePayment(paymentId)).amountRefunded).toBe(700);
      },
      SLOW,
    );

    it(
      "a server that cannot be reached did nothing",
      async () => {
        const call = harness.unreachableGateway().createCheckout(checkoutRequest(), { idempotencyKey: newId("order") });
        await expect(call).rejects.toBeInstanceOf(GatewayUnavailable);
      },
      SLOW,
    );

    it("wrong credentials did nothing", async () => {
      const call = harness.strangerGateway().createCheckout(checkoutRequest(), { idempotencyKey: newId("order") });
      await expect(call).rejects.toBeInstanceOf(GatewayUnavailable);
    });

    it("a caller that stops waiting for a write does not know its outcome", async () => {
      const { gateway, paymentId } = await paid(harness);
      const options = { idempotencyKey: newId("refund"), signal: AbortSignal.abort() };
      await expect(gateway.refund(refundOf(paymentId, null), options)).rejects.toBeInstanceOf(GatewayOutcomeUnknown);
    });
  });
}

async function expectUnknownRefund(harness: ContractHarness, gateway: Gateway, paymentId: string): Promise<string> {
  const request = refundOf(paymentId, money(700, "EUR"));
  const call = gateway.refund(request, { idempotencyKey: request.refundKey });
  await expect(call, `of ${harness.gateway().name}`).rejects.toBeInstanceOf(GatewayOutcomeUnknown);
  return request.refundKey;
}
