import type { Money } from "@stoa/kit";
import { account, type Transfer } from "@stoa/ledger";
import type { GatewayName } from "@stoa/payments";

/** What a gateway kept for its work, as its statement says: it holds that much less for the platform. */
export function feesPostings(gateway: GatewayName, fees: readonly Money[]): Transfer[] {
  return fees.map((amount) => ({
    code: "gateway_fee",
    debit: account.gatewayFees(gateway),
    credit: account.gatewayClearing(gateway),
    amount,
  }));
}
