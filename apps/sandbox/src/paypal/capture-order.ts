import type { BooksReader } from "../books/open-books.ts";
import { feeOf, minorOf, paypalMoney } from "./amounts.ts";
import { unprocessable } from "./api-error.ts";
import { recordEvent } from "./events.ts";
import { detailsOf, findAll, save } from "./object-store.ts";
import type { Capture, Order } from "./objects.ts";
import { paypalId } from "./paypal-id.ts";

/** Takes the money of a locked order that its buyer has approved; gives the capture's id. */
export async function captureOrder(books: BooksReader, order: Order, now: string): Promise<string> {
  if (order.status === "COMPLETED") {
    throw unprocessable(
      "ORDER_ALREADY_CAPTURED",
      "Order already captured. If 'intent=CAPTURE' only one capture per order is allowed.",
    );
  }
  if (order.status !== "APPROVED") {
    throw unprocessable("ORDER_NOT_APPROVED", "Payer has not yet approved the Order for payment.");
  }
  const { funding } = await detailsOf(books, order.id);
  if (funding === "declined") {
    const description =
      "The instrument presented was either declined by the processor or bank, or it can't be used for this payment.";
    throw unprocessable("INSTRUMENT_DECLINED", description);
  }
  await refuseUsedInvoice(books, order);
  await save(books, "order", order.id, { ...order, status: "COMPLETED", update_time: now });
  const id = paypalId();
  const capture = captureOf(order, id, now);
  if (funding === "echeck") {
    const pending = await save(books, "capture", id, {
      ...capture,
      status: "PENDING",
      status_details: { reason: "ECHECK" },
    });
    await recordEvent(books, "PAYMENT.CAPTURE.PENDING", pending, now);
    return id;
  }
  await completeCapture(books, capture, now);
  return id;
}

/** The money has come: at once, or when an eCheck has cleared. */
export async function completeCapture(books: BooksReader, capture: Capture, now: string): Promise<Capture> {
  const { status_details: _pending, ...rest } = capture;
  const fee = feeOf(capture.amount);
  const net = paypalMoney(minorOf(capture.amount) - minorOf(fee), fee.currency_code);
  const completed = await save(books, "capture", capture.id, {
    ...rest,
    status: "COMPLETED",
    seller_receivable_breakdown: { gross_amount: capture.amount, paypal_fee: fee, net_amount: net },
    update_time: now,
  });
  await recordEvent(books, "PAYMENT.CAPTURE.COMPLETED", completed, now);
  return completed;
}

/** An invoice id is paid once per merchant. */
async function refuseUsedInvoice(books: BooksReader, { purchase_units: [unit] }: Order): Promise<void> {
  if (unit.invoice_id === undefined) return;
  const [paid] = await findAll(books, "capture", { invoice_id: unit.invoice_id });
  if (paid !== undefined) {
    throw unprocessable("DUPLICATE_INVOICE_ID", "Duplicate Invoice ID detected.");
  }
}

function captureOf({ id: orderId, purchase_units: [unit] }: Order, id: string, now: string): Capture {
  const host = "https://api-m.sandbox.paypal.com/v2";
  return {
    id,
    status: "COMPLETED",
    amount: { currency_code: unit.amount.currency_code, value: unit.amount.value },
    ...(unit.custom_id === undefined ? {} : { custom_id: unit.custom_id }),
    ...(unit.invoice_id === undefined ? {} : { invoice_id: unit.invoice_id }),
    final_capture: true,
    supplementary_data: { related_ids: { order_id: orderId } },
    create_time: now,
    update_time: now,
    links: [
      { href: `${host}/payments/captures/${id}`, rel: "self", method: "GET" },
      { href: `${host}/payments/captures/${id}/refund`, rel: "refund", method: "POST" },
      { href: `${host}/checkout/orders/${orderId}`, rel: "up", method: "GET" },
    ],
  };
}
