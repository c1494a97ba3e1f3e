import type { BooksReader } from "../books/open-books.ts";
import { queueDelivery } from "../webhooks/queue-delivery.ts";
import { save } from "./object-store.ts";
import type { PayPalEvent } from "./objects.ts";
import { paypalId } from "./paypal-id.ts";

/** Records an event with the resource as it is now, and queues its delivery in the same transaction. */
export async function recordEvent(
  books: BooksReader,
  type: string,
  resource: object,
  now: string,
): Promise<PayPalEvent> {
  const id = `WH-${paypalId()}-${paypalId()}`;
  const event = await save(books, "event", id, {
    id,
    event_version: "1.0",
    create_time: now,
    resource_type: resourceTypeOf(type),
    resource_version: type.startsWith("PAYMENT.PAYOUTS") || type.startsWith("CUSTOMER") ? "1.0" : "2.0",
    event_type: type,
    summary: type.toLowerCase().replaceAll(".", " ").replaceAll("-", " "),
    resource,
    links: [],
  });
  await queueDelivery(books, "paypal", id);
  return event;
}

function resourceTypeOf(type: string): string {
  if (type.startsWith("CHECKOUT.ORDER")) return "checkout-order";
  if (type === "PAYMENT.CAPTURE.REFUNDED") return "refund";
  if (type.startsWith("PAYMENT.CAPTURE")) return "capture";
  if (type.startsWith("CUSTOMER.DISPUTE")) return "dispute";
  return "payouts_item";
}
