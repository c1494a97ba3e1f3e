import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { badRequest } from "./api-error.ts";
import { type Call, get } from "./endpoint.ts";
import { find, findAll } from "./object-store.ts";
import type { Capture } from "./objects.ts";

const PAGE_MAX = 500;
const PAGE_DEFAULT = 100;
const WINDOW_MAX_MS = 31 * 24 * 60 * 60 * 1_000;

interface TransactionInfo {
  transaction_id: string;
  paypal_reference_id?: string;
  transaction_event_code: string;
  transaction_initiation_date: string;
  transaction_updated_date: string;
  transaction_amount: { currency_code: string; value: string };
  fee_amount?: { currency_code: string; value: string };
  transaction_status: string;
  invoice_id?: string;
  custom_field?: string;
}

/** `GET /v1/reporting/transactions`: captures (T0006) and refunds (T1107) of at most 31 days, oldest first. */
export function transactionRoutes(app: SandboxApp, deps: Deps): void {
  get(app, deps, "/paypal/v1/reporting/transactions", async (call) => {
    const { from, to } = windowOf(call);
    const all = [...(await captured(call.books)), ...(await refunded(call.books))];
    const type = call.query.get("transaction_type");
    const within = all
      .filter((info) => type === null || type === "" || info.transaction_event_code === type)
      .filter((info) => isWithin(info, from, to))
      .sort((a, b) => a.transaction_initiation_date.localeCompare(b.transaction_initiation_date));
    const size = numberOf(call, "page_size", PAGE_DEFAULT, PAGE_MAX);
    const page = numberOf(call, "page", 1, Number.MAX_SAFE_INTEGER);
    return {
      transaction_details: within
        .slice((page - 1) * size, page * size)
        .map((transaction_info) => ({ transaction_info })),
      start_date: from.toISOString(),
      end_date: to.toISOString(),
      last_refreshed_datetime: call.now,
      page,
      total_items: within.length,
      total_pages: Math.ceil(within.length / size),
      links: [],
    };
  });
}

/** Both ends are counted in, as PayPal does. */
function isWithin({ transaction_initiation_date }: TransactionInfo, from: Date, to: Date): boolean {
  const at = new Date(transaction_initiation_date);
  return at >= from && at <= to;
}

async function captured(books: BooksReader): Promise<TransactionInfo[]> {
  const captures = await findAll(books, "capture");
  return captures.map((capture) => ({
    transaction_id: capture.id,
    paypal_reference_id: capture.supplementary_data.related_ids.order_id,
    transaction_event_code: "T0006",
    ...common(capture),
    transaction_amount: capture.amount,
    ...feeOf(capture),
    transaction_status: capture.status === "PENDING" ? "P" : capture.status === "DECLINED" ? "D" : "S",
  }));
}

async function refunded(books: BooksReader): Promise<TransactionInfo[]> {
  const refunds = await findAll(books, "refund");
  const facts = [];
  for (const refund of refunds) {
    const captureId =
      refund.links
        .find((link) => link.rel === "up")
        ?.href.split("/")
        .at(-1) ?? "";
    const capture = await find(books, "capture", captureId);
    const { currency_code, value } = refund.amount;
    facts.push({
      transaction_id: refund.id,
      paypal_reference_id: captureId,
      transaction_event_code: "T1107",
      ...common({
        ...refund,
        ...(capture?.custom_id === undefined ? {} : { custom_id: refund.custom_id ?? capture.custom_id }),
      }),
      transaction_amount: { currency_code, value: `-${value}` },
      transaction_status: "S",
    });
  }
  return facts;
}

function common(object: { create_time: string; update_time: string; invoice_id?: string; custom_id?: string }) {
  return {
    transaction_initiation_date: object.create_time,
    transaction_updated_date: object.update_time,
    ...(object.invoice_id === undefined ? {} : { invoice_id: object.invoice_id }),
    ...(object.custom_id === undefined ? {} : { custom_field: object.custom_id }),
  };
}

function feeOf({ seller_receivable_breakdown: breakdown }: Capture): Pick<TransactionInfo, "fee_amount"> {
  if (breakdown === undefined) return {};
  const { currency_code, value } = breakdown.paypal_fee;
  return { fee_amount: { currency_code, value: `-${value}` } };
}

function windowOf(call: Call): { from: Date; to: Date } {
  const from = dateOf(call, "start_date");
  const to = dateOf(call, "end_date");
  if (to.getTime() - from.getTime() > WINDOW_MAX_MS) throw badRequest("end_date", "Date range is greater than 31 days");
  return { from, to };
}

export function dateOf(call: Call, name: string): Date {
  const date = new Date(call.query.get(name) ?? "");
  if (Number.isNaN(date.getTime())) throw badRequest(name, "is not a date and time");
  return date;
}

export function numberOf(call: Call, name: string, fallback: number, most: number): number {
  const value = Number(call.query.get(name) ?? fallback);
  if (!Number.isInteger(value) || value < 1 || value > most) throw badRequest(name, `must be between 1 and ${most}`);
  return value;
}
