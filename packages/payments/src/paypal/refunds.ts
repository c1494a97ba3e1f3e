import { equals } from "@stoa/kit";
import { GatewayRefused, MalformedPayload } from "../errors.ts";
import type { CallOptions, PaymentSnapshot, ReadOptions, RefundRequest, RefundSnapshot } from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import { toPayPalMoney } from "./amounts.ts";
import { retrieveOrder } from "./checkouts.ts";
import type { PayPalApi } from "./paypal-api.ts";
import { customIdOfRefund, paymentOf, refundedIn, refundOf } from "./transform.ts";
import { captureSchema, type PayPalCapture, type PayPalOrder, refundSchema } from "./types.ts";

const PATH = "/v2/payments";
const read = payloadReader("paypal");

/** A capture tells that some of it went back, and not how much: the order knows. */
export async function retrievePayment(
  api: PayPalApi,
  paymentId: string,
  options: ReadOptions = {},
): Promise<PaymentSnapshot> {
  const capture = await retrieveCapture(api, "retrievePayment", paymentId, options);
  if (!capture.status.endsWith("REFUNDED")) return paymentOf(capture, 0);
  const order = await orderOf(api, capture, options);
  return paymentOf(capture, order === null ? 0 : refundedIn(order, capture.id));
}

export async function refund(api: PayPalApi, request: RefundRequest, options: CallOptions): Promise<RefundSnapshot> {
  const answer = await api.call(
    {
      name: "refund",
      kind: "write",
      method: "POST",
      path: `${PATH}/captures/${encodeURIComponent(request.paymentId)}/refund`,
      body: {
        custom_id: customIdOfRefund(request.refundKey),
        ...(request.amount === null ? {} : { amount: toPayPalMoney(request.amount) }),
      },
      requestId: options.idempotencyKey,
    },
    options,
  );
  const made = ourRefund(answer);
  if (request.amount === null || equals(made.amount, request.amount)) return made;
  const explanation = "The key was used before, for a refund of another amount.";
  throw new GatewayRefused({ gateway: "paypal", call: "refund", reason: "request_id_reused", explanation });
}

export async function retrieveRefund(
  api: PayPalApi,
  refundId: string,
  options: ReadOptions = {},
): Promise<RefundSnapshot> {
  const path = `${PATH}/refunds/${encodeURIComponent(refundId)}`;
  return ourRefund(await api.call({ name: "retrieveRefund", kind: "read", method: "GET", path }, options));
}

/** Refunds are listed nowhere but on the order of their capture. */
export async function findRefund(
  api: PayPalApi,
  paymentId: string,
  refundKey: string,
  options: ReadOptions = {},
): Promise<RefundSnapshot | null> {
  const capture = await retrieveCapture(api, "findRefund", paymentId, options);
  const order = await orderOf(api, capture, options);
  const refunds = (order?.purchase_units ?? []).flatMap((unit) => unit.payments?.refunds ?? []);
  const found = refunds.find((one) => one.custom_id === customIdOfRefund(refundKey));
  return found === undefined ? null : refundOf(found);
}

async function retrieveCapture(api: PayPalApi, name: string, id: string, options: ReadOptions): Promise<PayPalCapture> {
  const path = `${PATH}/captures/${encodeURIComponent(id)}`;
  return read(captureSchema, await api.call({ name, kind: "read", method: "GET", path }, options), "capture");
}

async function orderOf(api: PayPalApi, capture: PayPalCapture, options: ReadOptions): Promise<PayPalOrder | null> {
  const orderId = capture.supplementary_data?.related_ids?.order_id ?? null;
  return orderId === null ? null : retrieveOrder(api, orderId, options);
}

function ourRefund(answer: unknown): RefundSnapshot {
  const snapshot = refundOf(read(refundSchema, answer, "refund"));
  if (snapshot === null) throw new MalformedPayload("paypal", "refund", "it names no capture");
  return snapshot;
}
