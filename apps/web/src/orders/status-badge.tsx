import type { OrderView } from "@stoa/api/orders/schemas";
import { Badge, type Tone } from "@stoa/ui/badge";
import { getTranslations } from "next-intl/server";

const TONES: Readonly<Record<OrderView["status"], Tone>> = {
  pending: "waiting",
  review: "waiting",
  paid: "good",
  partially_refunded: "info",
  refunded: "info",
  disputed: "bad",
  expired: "plain",
  cancelled: "plain",
};

/** The state of an order in a word. */
export async function OrderStatusBadge({ status }: { status: OrderView["status"] }) {
  const t = await getTranslations("order");
  return <Badge tone={TONES[status]}>{t(`status.${status}`)}</Badge>;
}
