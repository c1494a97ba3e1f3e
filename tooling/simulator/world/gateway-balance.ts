import type { Currency, Money } from "@stoa/kit";
import type { GatewayBooks } from "./gateway-books.ts";

/** A gateway's own balance in a currency, net of what it keeps: what Stoa's clearing account must say in the end. */
export function balanceOf({ payments, refunds, disputes, payouts }: GatewayBooks, currency: Currency): number {
  const of = (amount: Money | null) => (amount?.currency === currency ? amount.amount : 0);
  const ours = ({ paymentId }: { paymentId: string }) => payments.get(paymentId)?.orderId?.startsWith("ord_") === true;
  let balance = 0;
  for (const payment of payments.values()) {
    if (payment.status === "succeeded" && ours(payment)) balance += of(payment.amount) - of(payment.fee);
  }
  for (const refund of refunds.values()) {
    if (refund.status === "succeeded" && ours(refund)) balance -= of(refund.amount);
  }
  for (const dispute of [...disputes.values()].filter(ours)) {
    balance -= of(dispute.fee) + (dispute.fundsWithdrawn ? of(dispute.amount) : 0);
  }
  for (const payout of payouts.all.values()) {
    balance -= of(payout.fee) + (payout.status === "succeeded" ? of(payout.amount) : 0);
  }
  return balance;
}
