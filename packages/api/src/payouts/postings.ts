import type { Money } from "@stoa/kit";
import { type AccountAddress, account, type Gateway, type Transfer } from "@stoa/ledger";

/** Money to be paid: reserved of what is owed, and of what the gateway holds, until it has arrived. */
export function payoutReservation(payout: { address: AccountAddress; gateway: Gateway; amount: Money }): Transfer {
  const { address, gateway, amount } = payout;
  return { code: "payout", debit: address, credit: account.gatewayClearing(gateway), amount, hold: true };
}

/** What the gateway took for sending it; the platform bears it. */
export function payoutFee(gateway: Gateway, fee: Money): Transfer {
  return {
    code: "gateway_fee",
    debit: account.gatewayFees(gateway),
    credit: account.gatewayClearing(gateway),
    amount: fee,
  };
}
