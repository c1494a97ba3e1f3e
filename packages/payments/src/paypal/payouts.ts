import type { Money } from "@stoa/kit";
import { GatewayRefused, MalformedPayload } from "../errors.ts";
import type { CallOptions, PayoutRequest, PayoutSnapshot, PayoutStatus, ReadOptions } from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import { fromPayPalMoney, toPayPalMoney } from "./amounts.ts";
import { PayPalProblem } from "./map-error.ts";
import type { PayPalApi } from "./paypal-api.ts";
import { type PayPalPayoutBatch, type PayPalPayoutItem, payoutBatchSchema } from "./types.ts";

const PATH = "/v1/payments/payouts";
const read = payloadReader("paypal");

/**
 * One batch with one item, named by the payout's own key: PayPal takes a batch's name once, so the same payout is never
 * paid twice, however often it is sent. A name that was taken leads to the batch that has it. What becomes of the item
 * is told later, by an event or by `retrievePayout`.
 */
export async function sendPayout(
  api: PayPalApi,
  request: PayoutRequest,
  options: CallOptions,
): Promise<PayoutSnapshot> {
  try {
    const answer = await api.call(
      {
        name: "sendPayout",
        kind: "write",
        method: "POST",
        path: PATH,
        body: batchBody(request),
        requestId: options.idempotencyKey,
      },
      options,
    );
    const { payout_batch_id: id, time_created } = read(payoutBatchSchema, answer, "payout batch").batch_header;
    return sentNow(request, id, time_created ?? new Date());
  } catch (error) {
    const taken = error instanceof GatewayRefused ? batchNamedIn(error) : null;
    if (taken === null) throw error;
    return sentNow(request, taken, new Date());
  }
}

function sentNow({ payoutKey, amount }: PayoutRequest, payoutId: string, occurredAt: Date): PayoutSnapshot {
  return { payoutId, payoutKey, status: "pending", amount, fee: null, occurredAt, reason: null };
}

function batchBody({ payoutKey, destination, amount, note }: PayoutRequest): object {
  const { currency_code: currency, value } = toPayPalMoney(amount);
  return {
    sender_batch_header: { sender_batch_id: payoutKey, email_subject: note },
    items: [
      { recipient_type: "EMAIL", receiver: destination, amount: { currency, value }, sender_item_id: payoutKey, note },
    ],
  };
}

/** The batch that a refusal for a name already used points to. */
function batchNamedIn({ cause }: GatewayRefused): string | null {
  if (!(cause instanceof PayPalProblem) || cause.status !== 400) return null;
  const ids = cause.links.flatMap((link) => /\/payments\/payouts\/([A-Za-z0-9]+)$/.exec(link)?.[1] ?? []);
  return ids[0] ?? null;
}

export async function retrievePayout(
  api: PayPalApi,
  payoutId: string,
  options: ReadOptions = {},
): Promise<PayoutSnapshot> {
  const path = `${PATH}/${encodeURIComponent(payoutId)}`;
  const answer = await api.call({ name: "retrievePayout", kind: "read", method: "GET", path }, options);
  const { batch_header: header, items } = read(payoutBatchSchema, answer, "payout batch");
  const [item] = items ?? [];
  return item === undefined ? payoutWithoutItem(header) : payoutOfItem(item);
}

/** A batch that was refused as a whole, or whose item PayPal has not looked at yet. */
function payoutWithoutItem(header: PayPalPayoutBatch["batch_header"]): PayoutSnapshot {
  if (!header.amount) throw new MalformedPayload("paypal", "payout batch", "it has neither an item nor an amount");
  const refused = header.batch_status === "DENIED" || header.batch_status === "CANCELED";
  return {
    payoutId: header.payout_batch_id,
    payoutKey: header.sender_batch_header?.sender_batch_id ?? null,
    status: refused ? "failed" : "pending",
    amount: moneyOf(header.amount),
    fee: null,
    occurredAt: header.time_created ?? new Date(0),
    reason: refused ? header.batch_status : null,
  };
}

/** Of these PayPal keeps its fee. What was never claimed comes back with it. */
const ARRIVED = ["SUCCESS", "REVERSED", "REFUNDED"];

/** An item in Stoa's words. */
export function payoutOfItem(item: PayPalPayoutItem): PayoutSnapshot {
  const fee = ARRIVED.includes(item.transaction_status ?? "") ? (item.payout_item_fee ?? null) : null;
  return {
    payoutId: item.payout_batch_id,
    payoutKey: item.payout_item.sender_item_id ?? item.sender_batch_id ?? null,
    status: payoutStatusOf(item.transaction_status),
    amount: moneyOf(item.payout_item.amount),
    fee: fee === null ? null : moneyOf(fee),
    occurredAt: item.time_processed ?? new Date(0),
    reason: item.errors?.message ?? item.errors?.name ?? null,
  };
}

/** Payouts write their currency under another name. */
function moneyOf({ currency, value }: { currency: string; value: string }): Money {
  return fromPayPalMoney({ currency_code: currency, value });
}

function payoutStatusOf(status: string | null | undefined): PayoutStatus {
  switch (status) {
    case "SUCCESS":
      return "succeeded";
    case "UNCLAIMED":
      return "unclaimed";
    case "FAILED":
    case "BLOCKED":
    case "DENIED":
      return "failed";
    case "RETURNED":
    case "REFUNDED":
    case "REVERSED":
    case "CANCELED":
      return "returned";
    default:
      return "pending";
  }
}
