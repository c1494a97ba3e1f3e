import { afterEach, describe } from "vitest";
import { capturePromises } from "./capture-promises.ts";
import { checkoutPromises } from "./checkout-promises.ts";
import type { ContractHarness } from "./contract-harness.ts";
import { faultPromises } from "./fault-promises.ts";
import { listPromises } from "./list-promises.ts";
import { payoutPromises } from "./payout-promises.ts";
import { refundPromises } from "./refund-promises.ts";
import { webhookPromises } from "./webhook-promises.ts";

/** The promises that every gateway keeps. A new gateway passes all of them over its own sandbox. */
export function describeGatewayContract(name: string, harness: ContractHarness): void {
  describe(`${name} keeps the gateway contract`, () => {
    afterEach(() => harness.faultsOff());
    checkoutPromises(harness);
    capturePromises(harness);
    refundPromises(harness);
    payoutPromises(harness);
    listPromises(harness);
    webhookPromises(harness);
    faultPromises(harness);
  });
}
