import { SECOND_MS, UnknownCurrency } from "@stoa/kit";
import type Stripe from "stripe";
import type {
  CheckoutSnapshot,
  GatewayPage,
  PaymentSnapshot,
  ReadOptions,
  RefundSnapshot,
  TimeWindow,
  VerifiedEvent,
} from "../gateway.ts";
import { read } from "./facts.ts";
import type { StripeApi } from "./stripe-api.ts";
import { checkoutOf, dateOf, paymentOf, refundOf } from "./transform.ts";
import { eventSchema, paymentIntentSchema, refundSchema, sessionSchema } from "./types.ts";

const PAGE_MAX = 100;
/** Bounds a search that Stripe cannot do for us: 100 pages of 100 sessions. */
const SEARCH_PAGES_MAX = 100;

export async function listPayments(
  api: StripeApi,
  window: TimeWindow,
  options: ReadOptions = {},
): Promise<GatewayPage<PaymentSnapshot>> {
  const params = { ...pageOf(window), expand: ["data.latest_charge.balance_transaction"] };
  const list = await api.call("listPayments", "read", options, (stripe) => stripe.paymentIntents.list(params));
  return pageFrom(list, (intent) => paymentOf(read(paymentIntentSchema, intent, "payment_intent")));
}

export async function listRefunds(
  api: StripeApi,
  window: TimeWindow,
  options: ReadOptions = {},
): Promise<GatewayPage<RefundSnapshot>> {
  const list = await api.call("listRefunds", "read", options, (stripe) => stripe.refunds.list(pageOf(window)));
  return pageFrom(list, (refund) => refundOf(read(refundSchema, refund, "refund")));
}

/** Stripe keeps events for 30 days. */
export async function listUndelivered(
  api: StripeApi,
  window: TimeWindow,
  options: ReadOptions = {},
): Promise<GatewayPage<VerifiedEvent>> {
  const params = { ...pageOf(window), delivery_success: false };
  const list = await api.call("listUndelivered", "read", options, (stripe) => stripe.events.list(params));
  return pageFrom(list, (payload) => {
    const { id, type, created, livemode } = read(eventSchema, payload, "event");
    return { gateway: "stripe", eventId: id, type, occurredAt: dateOf(created), livemode, payload };
  });
}

/** Stripe has no search for sessions by reference, so those since `since` are looked through, newest first. */
export async function findCheckouts(
  api: StripeApi,
  orderId: string,
  since: Date,
  options: ReadOptions = {},
): Promise<CheckoutSnapshot[]> {
  const created = { gte: Math.floor(since.getTime() / SECOND_MS) };
  const found: CheckoutSnapshot[] = [];
  let after: string | undefined;
  for (let page = 0; page < SEARCH_PAGES_MAX; page++) {
    const params = {
      created,
      limit: PAGE_MAX,
      expand: ["data.payment_intent"],
      ...(after ? { starting_after: after } : {}),
    };
    const list = await api.call("findCheckouts", "read", options, (stripe) => stripe.checkout.sessions.list(params));
    const ours = list.data.filter((session) => session.client_reference_id === orderId);
    found.push(...ours.map((session) => checkoutOf(read(sessionSchema, session, "checkout.session"))));
    after = list.data.at(-1)?.id;
    if (!list.has_more || after === undefined) break;
  }
  return found;
}

/** A payment has few refunds: Stripe lists at most 100 a page, and one page is enough for any of ours. */
export async function findRefund(
  api: StripeApi,
  paymentId: string,
  refundKey: string,
  options: ReadOptions = {},
): Promise<RefundSnapshot | null> {
  const params = { payment_intent: paymentId, limit: PAGE_MAX };
  const list = await api.call("findRefund", "read", options, (stripe) => stripe.refunds.list(params));
  const refunds = list.data.map((refund) => refundOf(read(refundSchema, refund, "refund")));
  return refunds.find((refund) => refund?.refundKey === refundKey) ?? null;
}

/** Stripe counts whole seconds: t ≥ from and t < to hold for a whole t exactly when they hold for both rounded up. */
export function pageOf(window: TimeWindow) {
  const rounded = (date: Date) => Math.ceil(date.getTime() / SECOND_MS);
  return {
    created: { gte: rounded(window.from), lt: rounded(window.to) },
    limit: window.limit ?? PAGE_MAX,
    ...(window.cursor === undefined ? {} : { starting_after: window.cursor }),
  };
}

/** A page in Stoa's words. What is not ours (a bare charge, a currency Stoa does not know) is left out. */
export function pageFrom<T extends { id: string }, R>(
  list: Stripe.ApiList<T>,
  transform: (item: T) => R | null,
): GatewayPage<R> {
  const items = list.data.flatMap((item): R[] => {
    try {
      const snapshot = transform(item);
      return snapshot === null ? [] : [snapshot];
    } catch (error) {
      if (error instanceof UnknownCurrency) return [];
      throw error;
    }
  });
  return { items, nextCursor: list.has_more ? (list.data.at(-1)?.id ?? null) : null };
}
