import { addMs, HOUR_MS, MINUTE_MS, newId } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { type ContractHarness, paid, refundOf } from "./contract-harness.ts";

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
      const { gateway } = await paid(harness);
      const window = { from: addMs(new Date(), -48 * HOUR_MS), to: addMs(new Date(), -24 * HOUR_MS) };
      expect(await gateway.listPayments(window)).toEqual({ items: [], nextCursor: null });
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
