import { addMs, HOUR_MS, MINUTE_MS, newId } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { GatewayNotFound } from "../index.ts";
import { type ContractHarness, PRICE, paid, refundOf } from "./contract-harness.ts";

export function listPromises(harness: ContractHarness): void {
  describe("the lists", () => {
    it("give every payment and refund of a window once, page by page", async () => {
      const from = new Date();
      const { gateway, paymentId } = await paid(harness);
      const ids = [paymentId, (await paid(harness)).paymentId, (await paid(harness)).paymentId];
      const refund = await gateway.refund(refundOf(paymentId, null), { idempotencyKey: newId("refund") });
      const window = { from: addMs(from, -1_000), to: addMs(new Date(), MINUTE_MS), limit: 2 };
      const payments = await allPages((cursor) => gateway.listPayments({ ...window, ...cursor }));
      const listed = payments.map((payment) => payment.paymentId);
      expect(listed.filter((id) => ids.includes(id)).sort()).toEqual([...ids].sort());
      expect(new Set(listed).size).toBe(listed.length);
      const refunds = await allPages((cursor) => gateway.listRefunds({ ...window, ...cursor }));
      expect(refunds.map((item) => item.refundId)).toContain(refund.refundId);
    });

    it("give every dispute of a window once, page by page, with its payment and as it is now", async () => {
      const from = addMs(new Date(), -1_000);
      const sales = [await paid(harness), await paid(harness), await paid(harness)];
      const [{ gateway, paymentId, orderId }] = sales as [(typeof sales)[0]];
      for (const sale of sales) await harness.dispute(sale.orderId, "opened");
      const ours = new Set(sales.map((sale) => sale.paymentId));
      const window = { from, to: addMs(new Date(), MINUTE_MS), limit: 2 };
      const disputes = await allPages((cursor) => gateway.listDisputes({ ...window, ...cursor }));
      const listed = disputes.filter((dispute) => ours.has(dispute.paymentId));
      expect(listed.map((dispute) => dispute.paymentId).sort()).toEqual([...ours].sort());
      const dispute = listed.find((one) => one.paymentId === paymentId) ?? expect.fail("not listed");
      expect(dispute).toMatchObject({ orderId, status: "needs_response", amount: PRICE, fundsWithdrawn: true });
      expect(await gateway.retrieveDispute(dispute.disputeId)).toEqual(dispute);
      await harness.dispute(orderId, "won");
      const won = { ...dispute, status: "won", fundsWithdrawn: false };
      expect(await gateway.retrieveDispute(dispute.disputeId)).toEqual({ ...won, fee: dispute.fee });
      await expect(gateway.retrieveDispute("dp_unknown")).rejects.toThrow(GatewayNotFound);
    });

    it("give the events that never arrived, to be read like webhooks", async () => {
      await harness.loseWebhooks();
      const { gateway, orderId, paymentId } = await paid(harness);
      const window = { from: addMs(new Date(), -MINUTE_MS), to: addMs(new Date(), MINUTE_MS) };
      const lost = await allPages((cursor) => gateway.listUndelivered({ ...window, ...cursor }));
      const facts = lost.flatMap((event) => gateway.factsOf(event));
      const payments = facts.flatMap((fact) => (fact.kind === "payment_succeeded" ? [fact.payment] : []));
      expect(payments).toContainEqual(expect.objectContaining({ paymentId, orderId }));
    });

    it("give nothing outside the window", async () => {
      const { gateway, orderId } = await paid(harness);
      await harness.dispute(orderId, "opened");
      const window = { from: addMs(new Date(), -48 * HOUR_MS), to: addMs(new Date(), -24 * HOUR_MS) };
      expect(await gateway.listPayments(window)).toEqual({ items: [], nextCursor: null });
      expect(await gateway.listDisputes(window)).toEqual({ items: [], nextCursor: null });
    });
  });
}

async function allPages<T>(
  list: (cursor: { cursor?: string }) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: { items: T[]; nextCursor: string | null } = await list(cursor === "" ? {} : { cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
