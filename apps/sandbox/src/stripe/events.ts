import type { BooksReader } from "../books/open-books.ts";
import { queueDelivery } from "../webhooks/queue-delivery.ts";
import { API_VERSION } from "./endpoint.ts";
import { save } from "./object-store.ts";
import type { StripeEvent, StripeObject } from "./objects.ts";
import { stripeId } from "./stripe-id.ts";

/** What the one webhook end point is subscribed to. Other events are recorded, and sent to nobody. */
const SUBSCRIBED = new Set([
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.processing",
  "payment_intent.canceled",
  "payment_intent.amount_capturable_updated",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
  "transfer.created",
  "transfer.reversed",
]);

/** Why something happens: the API request behind it, or nothing when the buyer or time did it. */
export type Origin = StripeEvent["request"];
export const NO_REQUEST: Origin = { id: null, idempotency_key: null };

/** Records an event with the object as it is now and, when somebody listens, queues its delivery in the same transaction. */
export async function recordEvent(
  books: BooksReader,
  type: string,
  object: StripeObject,
  now: number,
  origin: Origin,
  previousAttributes?: Record<string, unknown>,
): Promise<StripeEvent> {
  const subscribed = SUBSCRIBED.has(type);
  const event = await save(books, {
    id: stripeId("evt"),
    object: "event",
    api_version: API_VERSION,
    created: now,
    data: { object, ...(previousAttributes ? { previous_attributes: previousAttributes } : {}) },
    livemode: false,
    pending_webhooks: subscribed ? 1 : 0,
    request: origin,
    type,
  });
  if (subscribed) await queueDelivery(books, "stripe", event.id);
  return event;
}
