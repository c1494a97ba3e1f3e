import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { missing, refusedByState } from "./api-error.ts";
import { bookDispute } from "./balance.ts";
import { type Call, get, post } from "./endpoint.ts";
import { NO_REQUEST, recordEvent } from "./events.ts";
import { listObjects, listParams } from "./list.ts";
import { find, save } from "./object-store.ts";
import type { Charge, Dispute } from "./objects.ts";
import { flag, noParams, text } from "./params.ts";
import { stripeId } from "./stripe-id.ts";

const PATH = "/v1/disputes";
const EVIDENCE_WITHIN_S = 9 * 24 * 60 * 60;

/** Stripe takes up to 150,000 characters over all fields. */
const evidenceText = z.string().max(20_000).optional();
const evidenceParams = z.strictObject({
  evidence: z.strictObject({
    uncategorized_text: evidenceText,
    product_description: evidenceText,
    customer_email_address: evidenceText,
    access_activity_log: evidenceText,
  }),
  submit: flag.optional(),
});

/** Reading and answering disputes; they are opened and decided by the buyer's bank. */
export function disputeRoutes(app: SandboxApp, deps: Deps): void {
  get(app, deps, `${PATH}/:id`, noParams, async (call) => {
    const dispute = await find(call.books, "dispute", call.id);
    if (dispute === null) throw missing("dispute", call.id, "dispute");
    return dispute;
  });
  post(app, deps, `${PATH}/:id`, evidenceParams, async (call, { submit }) => {
    const dispute = await find(call.books, "dispute", call.id);
    if (dispute === null) throw missing("dispute", call.id, "dispute");
    return takeEvidence(call, dispute, submit === true);
  });
  const filters = z.strictObject({ ...listParams, payment_intent: text.optional(), charge: text.optional() });
  get(app, deps, PATH, filters, (call, { payment_intent, charge, ...page }) =>
    listObjects(call.books, "dispute", PATH, page, { payment_intent, charge }),
  );
}

/** The bank reads evidence once it is submitted, and takes none after that or past its date. */
async function takeEvidence({ books, now, origin }: Call, dispute: Dispute, submit: boolean): Promise<Dispute> {
  if (dispute.status !== "needs_response" || now > dispute.evidence_details.due_by) {
    throw refusedByState(`The dispute ${dispute.id} takes no evidence any more.`);
  }
  const answered = await save(books, {
    ...dispute,
    status: submit ? ("under_review" as const) : dispute.status,
    evidence_details: {
      ...dispute.evidence_details,
      has_evidence: true,
      submission_count: dispute.evidence_details.submission_count + (submit ? 1 : 0),
    },
  });
  await recordEvent(books, "charge.dispute.updated", answered, now, origin, { status: dispute.status });
  return answered;
}

/** The bank takes a locked charge back until the dispute is decided. Without `amount` all of it. */
export async function openDispute(
  books: BooksReader,
  charge: Charge,
  amount: number | undefined,
  now: number,
): Promise<Dispute> {
  if (!charge.captured || charge.disputed) {
    throw refusedByState("This charge cannot be disputed: it was not paid, or is disputed already.");
  }
  const disputed = amount ?? charge.amount_captured;
  if (disputed > charge.amount_captured) {
    throw refusedByState("The disputed amount is greater than the charge.", undefined, "amount");
  }
  const id = stripeId("du");
  const withdrawal = await bookDispute(books, id, disputed, charge.currency, "withdrawn", now);
  const dispute = await save(books, {
    id,
    object: "dispute",
    amount: disputed,
    balance_transactions: [withdrawal],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    evidence_details: {
      due_by: now + EVIDENCE_WITHIN_S,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: "fraudulent",
    status: "needs_response",
  });
  await save(books, { ...charge, disputed: true });
  await recordEvent(books, "charge.dispute.created", dispute, now, NO_REQUEST);
  await recordEvent(books, "charge.dispute.funds_withdrawn", dispute, now, NO_REQUEST);
  return dispute;
}

/** The bank decides. A won dispute gives the money back, without the fee; a lost one keeps both. */
export async function closeDispute(
  books: BooksReader,
  dispute: Dispute,
  outcome: "won" | "lost",
  now: number,
): Promise<Dispute> {
  const won = outcome === "won";
  const returned = won
    ? [await bookDispute(books, dispute.id, dispute.amount, dispute.currency, "reinstated", now)]
    : [];
  const closed = await save(books, {
    ...dispute,
    status: outcome,
    balance_transactions: [...dispute.balance_transactions, ...returned],
  });
  await recordEvent(books, "charge.dispute.closed", closed, now, NO_REQUEST, { status: dispute.status });
  if (won) await recordEvent(books, "charge.dispute.funds_reinstated", closed, now, NO_REQUEST);
  return closed;
}
