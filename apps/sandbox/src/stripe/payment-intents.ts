import { z } from "zod";
import type { Deps, SandboxApp } from "../part.ts";
import { missing, refusedByState } from "./api-error.ts";
import { bookCharge } from "./balance.ts";
import { type Call, get, post } from "./endpoint.ts";
import { recordEvent } from "./events.ts";
import { listObjects, listParams } from "./list.ts";
import { find, lock, save } from "./object-store.ts";
import type { PaymentIntent } from "./objects.ts";
import { integer, noParams } from "./params.ts";

const PATH = "/v1/payment_intents";

const captureParams = z.strictObject({ amount_to_capture: integer.optional() });
const cancelParams = z.strictObject({
  cancellation_reason: z.enum(["duplicate", "fraudulent", "requested_by_customer", "abandoned"]).optional(),
});

/** Reading payments, and deciding on those that wait for capture; they come into being on the hosted page. */
export function paymentIntentRoutes(app: SandboxApp, deps: Deps): void {
  get(app, deps, `${PATH}/:id`, noParams, (call) => intentOrMissing(call, find));
  get(app, deps, PATH, z.strictObject(listParams), (call, page) =>
    listObjects(call.books, "payment_intent", PATH, page),
  );
  post(app, deps, `${PATH}/:id/capture`, captureParams, captureIntent);
  post(app, deps, `${PATH}/:id/cancel`, cancelParams, cancelIntent);
}

async function captureIntent(call: Call, params: z.output<typeof captureParams>): Promise<PaymentIntent> {
  const intent = await intentOrMissing(call, lock);
  const charge = intent.latest_charge === null ? null : await lock(call.books, "charge", intent.latest_charge);
  if (intent.status !== "requires_capture" || charge === null) throw unexpectedState(intent, "captured");
  const amount = params.amount_to_capture ?? intent.amount_capturable;
  if (amount < 1 || amount > intent.amount_capturable) {
    const message = `The amount to capture (${amount}) must be between 1 and ${intent.amount_capturable}.`;
    throw refusedByState(message, "amount_too_large", "amount_to_capture");
  }
  const captured = { ...charge, amount_captured: amount, captured: true };
  captured.balance_transaction = (await bookCharge(call.books, captured, call.now)).id;
  await save(call.books, captured);
  await recordEvent(call.books, "charge.captured", captured, call.now, call.origin);
  const succeeded = await save(call.books, {
    ...intent,
    status: "succeeded",
    amount_capturable: 0,
    amount_received: amount,
  });
  await recordEvent(call.books, "payment_intent.succeeded", succeeded, call.now, call.origin);
  return succeeded;
}

async function cancelIntent(call: Call, params: z.output<typeof cancelParams>): Promise<PaymentIntent> {
  const intent = await intentOrMissing(call, lock);
  if (!["requires_payment_method", "requires_action", "requires_capture"].includes(intent.status)) {
    throw unexpectedState(intent, "canceled");
  }
  const canceled = await save(call.books, {
    ...intent,
    status: "canceled",
    amount_capturable: 0,
    canceled_at: call.now,
    cancellation_reason: params.cancellation_reason ?? null,
    next_action: null,
  });
  await recordEvent(call.books, "payment_intent.canceled", canceled, call.now, call.origin);
  return canceled;
}

async function intentOrMissing(call: Call, read: typeof find | typeof lock): Promise<PaymentIntent> {
  const intent = await read(call.books, "payment_intent", call.id);
  if (intent === null) throw missing("payment_intent", call.id, "intent");
  return intent;
}

function unexpectedState(intent: PaymentIntent, verb: string): Error {
  const message = `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}.`;
  return refusedByState(message, "payment_intent_unexpected_state");
}
