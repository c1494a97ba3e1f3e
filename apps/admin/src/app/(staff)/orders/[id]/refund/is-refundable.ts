import type { Money } from "@stoa/kit";

/** Whether an order brought money that has not all gone back; a refund that failed has not. */
export function isRefundable(
  { paid }: { paid: Money | null },
  { payments }: { payments: readonly { refunded: Money }[] },
): boolean {
  const returned = payments.reduce((sum, payment) => sum + payment.refunded.amount, 0);
  return (paid?.amount ?? 0) > returned;
}
