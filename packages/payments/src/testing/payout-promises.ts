import { money, newId } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import {
  canPayOut,
  type Gateway,
  type GatewayFact,
  GatewayOutcomeUnknown,
  GatewayUnavailable,
  type Payouts,
} from "../index.ts";
import type { ContractHarness } from "./contract-harness.ts";

const SLOW = 30_000;
const AMOUNT = money(12_345, "EUR");

/** For gateways that send money to those who are owed it. */
export function payoutPromises(harness: ContractHarness): void {
  describe("a payout", () => {
    it("goes out once under its key, however often and however many at once ask for it", async () => {
      const gateway = payer(harness);
      const request = payoutTo(harness.payee.accepted);
      const send = () => gateway.sendPayout(request, { idempotencyKey: request.payoutKey });
      const answers = await Promise.allSettled(Array.from({ length: 8 }, send));
      const ids = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.payoutId] : []));
      expect(new Set(ids).size).toBe(1);
      const again = await send();
      expect(ids).toContain(again.payoutId);
      expect(again).toMatchObject({ payoutKey: request.payoutKey, amount: AMOUNT });
      expect(await harness.payoutsOf(request.payoutKey)).toBe(1);
      const known = await gateway.retrievePayout(again.payoutId);
      expect(known).toMatchObject({ payoutKey: request.payoutKey, amount: AMOUNT, status: "succeeded" });
    });

    it(
      "whose answer was lost is unknown, and asking again under its key sends it once",
      async () => {
        const gateway = payer(harness);
        const request = payoutTo(harness.payee.accepted);
        const send = () => gateway.sendPayout(request, { idempotencyKey: request.payoutKey });
        // A token or a connection that was made before, so that the fault strikes the payout itself.
        await gateway.payoutDestination(harness.payee.accepted);
        await harness.fault("cut_after");
        await expectUndecided(send());
        await harness.faultsOff();
        await send();
        expect(await harness.payoutsOf(request.payoutKey)).toBe(1);
      },
      SLOW,
    );

    it("that was abandoned by its caller is not known to be done", async () => {
      const request = payoutTo(harness.payee.accepted);
      const options = { idempotencyKey: request.payoutKey, signal: AbortSignal.abort() };
      await expectUndecided(payer(harness).sendPayout(request, options));
    });

    it("that comes back is told, and reads the same", async () => {
      const gateway = payer(harness);
      const request = payoutTo(harness.payee.accepted);
      const { payoutId } = await gateway.sendPayout(request, { idempotencyKey: request.payoutKey });
      await harness.returnPayout(request.payoutKey);
      expect(await gateway.retrievePayout(payoutId)).toMatchObject({ status: "returned", amount: AMOUNT });
      const facts = await payoutFacts(harness, gateway, request.payoutKey);
      expect(facts.at(-1)).toMatchObject({ payoutId, payoutKey: request.payoutKey, status: "returned" });
    });

    it("needs a destination that can take it", async () => {
      const gateway = payer(harness);
      expect(await gateway.payoutDestination(` ${harness.payee.accepted} `)).toBe(harness.payee.accepted);
      for (const refused of harness.payee.refused) expect(await gateway.payoutDestination(refused)).toBeNull();
    });
  });
}

/** Neither done nor refused: whoever hears this asks again under the same key, and lets go of nothing. */
async function expectUndecided(call: Promise<unknown>): Promise<void> {
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error instanceof GatewayOutcomeUnknown || error instanceof GatewayUnavailable).toBe(true);
}

function payer(harness: ContractHarness): Gateway & Payouts {
  const gateway = harness.gateway();
  if (!canPayOut(gateway)) throw new Error(`${gateway.name} pays nobody out`);
  return gateway;
}

function payoutTo(destination: string) {
  return { payoutKey: newId("gatewayCall"), destination, amount: AMOUNT, note: "Your commissions of October" };
}

async function payoutFacts(harness: ContractHarness, gateway: Gateway, payoutKey: string) {
  const isReturned = (fact: GatewayFact) => fact.kind === "payout_changed" && fact.payout.status === "returned";
  for (let least = 1; least < 20; least++) {
    const webhooks = await harness.webhooksOf(payoutKey, least);
    const events = await Promise.all(webhooks.map((webhook) => gateway.verifyWebhook(webhook)));
    const facts = events.flatMap((event) => gateway.factsOf(event));
    if (facts.some(isReturned)) return facts.flatMap((fact) => (fact.kind === "payout_changed" ? [fact.payout] : []));
  }
  throw new Error("nobody told that the payout came back");
}
