import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { badParam, missing, refusedByState } from "./api-error.ts";
import { type Call, get, post } from "./endpoint.ts";
import { listObjects, listParams } from "./list.ts";
import { find, lock, save } from "./object-store.ts";
import type { Charge, Refund } from "./objects.ts";
import { integer, metadata, noParams, text } from "./params.ts";
import { refundCharge } from "./refund-charge.ts";

const PATH = "/v1/refunds";

const createParams = z.strictObject({
  payment_intent: text.optional(),
  charge: text.optional(),
  amount: integer.refine((value) => value >= 1, { message: "must be greater than or equal to 1" }).optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
  metadata: metadata.optional(),
});
type CreateParams = z.output<typeof createParams>;

/** Create, retrieve, change the metadata of, and list refunds. */
export function refundRoutes(app: SandboxApp, deps: Deps): void {
  post(app, deps, PATH, createParams, createRefund);
  get(app, deps, `${PATH}/:id`, noParams, (call) => refundOrMissing(call.books, call.id));
  post(app, deps, `${PATH}/:id`, z.strictObject({ metadata: metadata.optional() }), async (call, params) => {
    const refund = await refundOrMissing(call.books, call.id);
    return save(call.books, { ...refund, metadata: { ...refund.metadata, ...params.metadata } });
  });
  const filters = z.strictObject({ ...listParams, payment_intent: text.optional(), charge: text.optional() });
  get(app, deps, PATH, filters, (call, { payment_intent, charge, ...page }) =>
    listObjects(call.books, "refund", PATH, page, { payment_intent, charge }),
  );
}

async function createRefund(call: Call, params: CreateParams): Promise<Refund> {
  const charge = await chargeToRefund(call.books, params);
  return refundCharge(call.books, charge, params, call.now, call.origin);
}

async function chargeToRefund(books: BooksReader, params: CreateParams): Promise<Charge> {
  if ((params.payment_intent === undefined) === (params.charge === undefined)) {
    throw badParam("parameter_missing", "payment_intent", "One of charge or payment_intent must be given, not both.");
  }
  const chargeId = params.charge ?? (await chargeOfIntent(books, params.payment_intent ?? ""));
  const charge = await lock(books, "charge", chargeId);
  if (charge === null) throw missing("charge", chargeId, "charge", 404);
  return charge;
}

async function chargeOfIntent(books: BooksReader, id: string): Promise<string> {
  const intent = await find(books, "payment_intent", id);
  if (intent === null) throw missing("payment_intent", id, "payment_intent", 404);
  if (intent.latest_charge === null) {
    throw refusedByState(
      "This PaymentIntent does not have a successful charge to refund.",
      "payment_intent_unexpected_state",
    );
  }
  return intent.latest_charge;
}

async function refundOrMissing(books: BooksReader, id: string): Promise<Refund> {
  const refund = await find(books, "refund", id);
  if (refund === null) throw missing("refund", id, "refund");
  return refund;
}
