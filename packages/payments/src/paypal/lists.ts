import { DAY_MS, money, UnknownCurrency } from "@stoa/kit";
import type {
  GatewayPage,
  PaymentSnapshot,
  ReadOptions,
  RefundSnapshot,
  TimeWindow,
  VerifiedEvent,
} from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import { fromPayPalMoney } from "./amounts.ts";
import type { PayPalApi } from "./paypal-api.ts";
import { refundKeyOf } from "./transform.ts";
import { eventListSchema, eventSchema, type PayPalTransaction, transactionsSchema } from "./types.ts";
import { eventOf } from "./verify-webhook.ts";

const PAGE_MAX = 100;
/** The report covers 31 days at most; a longer window is read in slices. */
const SLICE_MS = 31 * DAY_MS;
/** Source: PayPal, "Transaction event codes". */
const CHECKOUT_PAYMENT = "T0006";
const PAYMENT_REFUND = "T1107";

const read = payloadReader("paypal");

/** The report does not tell what went back of a payment: `listRefunds` does. */
export function listPayments(
  api: PayPalApi,
  window: TimeWindow,
  options: ReadOptions = {},
): Promise<GatewayPage<PaymentSnapshot>> {
  return readReport(api, "listPayments", CHECKOUT_PAYMENT, window, options, (info) => ({
    paymentId: info.transaction_id,
    orderId: info.custom_field ?? null,
    status: statusOf(info) === "S" ? "succeeded" : statusOf(info) === "P" ? "pending" : "failed",
    amount: fromPayPalMoney(info.transaction_amount),
    amountRefunded: 0,
    occurredAt: info.transaction_initiation_date,
    fee: info.fee_amount ? absolute(info.fee_amount) : null,
  }));
}

export function listRefunds(
  api: PayPalApi,
  window: TimeWindow,
  options: ReadOptions = {},
): Promise<GatewayPage<RefundSnapshot>> {
  return readReport(api, "listRefunds", PAYMENT_REFUND, window, options, (info) => ({
    refundId: info.transaction_id,
    paymentId: info.paypal_reference_id ?? "",
    orderId: null,
    refundKey: refundKeyOf(info.custom_field),
    status: statusOf(info) === "S" ? "succeeded" : statusOf(info) === "P" ? "pending" : "failed",
    amount: absolute(info.transaction_amount),
    occurredAt: info.transaction_initiation_date,
    reason: null,
  }));
}

/** V: it succeeded and was taken back later, which is a transaction of its own. */
function statusOf({ transaction_status: status }: PayPalTransaction): "S" | "P" | "D" {
  return status === "P" || status === "D" ? status : "S";
}

/** The report writes what leaves the account with a minus. */
function absolute(amount: { currency_code: string; value: string }) {
  const value = fromPayPalMoney(amount);
  return money(Math.abs(value.amount), value.currency);
}

async function readReport<R>(
  api: PayPalApi,
  name: string,
  type: string,
  window: TimeWindow,
  options: ReadOptions,
  transform: (info: PayPalTransaction) => R,
): Promise<GatewayPage<R>> {
  const { from, to, page } = sliceOf(window);
  const query = {
    start_date: wholeSecond(from, Math.floor),
    end_date: wholeSecond(to, Math.ceil),
    transaction_type: type,
    fields: "transaction_info",
    page: String(page),
    page_size: String(window.limit ?? PAGE_MAX),
  };
  const path = "/v1/reporting/transactions";
  const answer = await api.call({ name, kind: "read", method: "GET", path, query }, options);
  const { transaction_details: details, total_pages: pages } = read(transactionsSchema, answer, "transactions");
  const items = (details ?? [])
    .map((detail) => detail.transaction_info)
    .filter(({ transaction_initiation_date: at }) => at >= from && at < to)
    .flatMap((info) => known(() => transform(info)));
  if (page < (pages ?? 1)) return { items, nextCursor: `${from.getTime()}.${page + 1}` };
  return { items, nextCursor: to < window.to ? `${to.getTime()}.1` : null };
}

/** A cursor is where its slice begins and which page of it comes next. */
function sliceOf(window: TimeWindow): { from: Date; to: Date; page: number } {
  const [begin, page] = (window.cursor ?? `${window.from.getTime()}.1`).split(".").map(Number);
  const from = new Date(begin ?? window.from);
  return { from, to: new Date(Math.min(from.getTime() + SLICE_MS, window.to.getTime())), page: page ?? 1 };
}

export function wholeSecond(date: Date, round: (seconds: number) => number): string {
  return `${new Date(round(date.getTime() / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
}

/** What is in a currency Stoa does not know is not ours. */
export function known<R>(transform: () => R): R[] {
  try {
    return [transform()];
  } catch (error) {
    if (error instanceof UnknownCurrency) return [];
    throw error;
  }
}

/** Events of which no transmission is known to have arrived. PayPal tells of the last 30 days. */
export async function listUndelivered(
  api: PayPalApi,
  window: TimeWindow,
  livemode: boolean,
  options: ReadOptions = {},
): Promise<GatewayPage<VerifiedEvent>> {
  const query = {
    start_time: wholeSecond(window.from, Math.floor),
    end_time: wholeSecond(window.to, Math.ceil),
    page_size: String(window.limit ?? PAGE_MAX),
    ...(window.cursor === undefined ? {} : { start_id: window.cursor }),
  };
  const path = "/v1/notifications/webhooks-events";
  const answer = await api.call({ name: "listUndelivered", kind: "read", method: "GET", path, query }, options);
  const list = read(eventListSchema, answer, "events");
  const lost = (list.events ?? []).filter(
    (event) => !event.transmissions?.some((transmission) => transmission.status === "SUCCESS"),
  );
  const items = lost
    .map((event) => eventOf(read(eventSchema, event, "event"), event, livemode))
    .filter(({ occurredAt }) => occurredAt >= window.from && occurredAt < window.to);
  const next = list.links?.find(({ rel }) => rel === "next")?.href;
  return { items, nextCursor: next === undefined ? null : new URL(next).searchParams.get("start_id") };
}
