import type { BooksReader } from "../books/open-books.ts";
import { isPayPalAmount, minorOf, type PayPalMoney, paypalMoney } from "./amounts.ts";
import { unprocessable } from "./api-error.ts";
import { recordEvent } from "./events.ts";
import { findAll, save } from "./object-store.ts";
import type { Capture, Refund } from "./objects.ts";
import { captureUrl } from "./orders.ts";
import { paypalId } from "./paypal-id.ts";

export interface RefundWish {
  /** Absent for all that is left. */
  amount?: PayPalMoney | undefined;
  custom_id?: string | undefined;
  invoice_id?: string | undefined;
  note_to_payer?: string | undefined;
}

/** Gives back a locked capture, or part of it. */
export async function refundCapture(
  books: BooksReader,
  capture: Capture,
  { amount, ...marks }: RefundWish,
  now: string,
): Promise<Refund> {
  const currency = capture.amount.currency_code;
  const before = await refundedOf(books, capture.id);
  const left = minorOf(capture.amount) - before;
  if (capture.status === "PENDING" || capture.status === "DECLINED") {
    throw unprocessable("REFUND_NOT_ALLOWED", "Refund is not allowed on a capture that is not completed.");
  }
  if (left === 0) throw unprocessable("CAPTURE_FULLY_REFUNDED", "The capture has already been fully refunded.");
  if (amount !== undefined && !isPayPalAmount(amount)) {
    throw unprocessable("DECIMAL_PRECISION", "The value of the field should not be more than two decimal places.");
  }
  if (amount !== undefined && amount.currency_code !== currency) {
    throw unprocessable("CURRENCY_MISMATCH", "The currency of the refund must be that of the capture.");
  }
  const minor = amount === undefined ? left : minorOf(amount);
  if (minor > left) {
    throw unprocessable(
      "REFUND_AMOUNT_EXCEEDED",
      "The refund amount must be less than or equal to the capture amount that has not yet been refunded.",
    );
  }
  const id = paypalId();
  const refund = await save(books, "refund", id, {
    id,
    status: "COMPLETED",
    amount: paypalMoney(minor, currency),
    ...(JSON.parse(JSON.stringify(marks)) as Partial<Refund>),
    create_time: now,
    update_time: now,
    links: [
      { href: `https://api-m.sandbox.paypal.com/v2/payments/refunds/${id}`, rel: "self", method: "GET" },
      { href: captureUrl(capture.id), rel: "up", method: "GET" },
    ],
  });
  const status = minor === left ? "REFUNDED" : "PARTIALLY_REFUNDED";
  await save(books, "capture", capture.id, { ...capture, status, update_time: now });
  await recordEvent(books, "PAYMENT.CAPTURE.REFUNDED", refund, now);
  return refund;
}

/** What has gone back of a capture so far, in Stoa's minor units. */
export async function refundedOf(books: BooksReader, captureId: string): Promise<number> {
  const refunds = await findAll(books, "refund", { links: [{ href: captureUrl(captureId) }] });
  return refunds.reduce((sum, refund) => sum + minorOf(refund.amount), 0);
}
