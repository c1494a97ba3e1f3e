import type { OrderView } from "@stoa/api/orders/schemas";
import type { PaymentsOfOrder } from "@stoa/api/payments/schemas";

/** Whether an order brought money that has not all gone back; a refund that failed has not. */
export function isRefundable(
  { paid }: Pick<OrderView, "paid">,
  { payments }: Pick<PaymentsOfOrder, "payments">,
): boolean {
  const returned = payments.reduce((sum, payment) => sum + payment.refunded.amount, 0);
  return (paid?.amount ?? 0) > returned;
}
