import { MalformedPayload } from "../errors.ts";
import type {
  CallOptions,
  DisputeEvidence,
  DisputeSnapshot,
  GatewayPage,
  ReadOptions,
  TimeWindow,
} from "../gateway.ts";
import { read } from "./facts.ts";
import { pageFrom, pageOf } from "./lists.ts";
import type { StripeApi } from "./stripe-api.ts";
import { dateOf, disputeOf } from "./transform.ts";
import { disputeSchema } from "./types.ts";

/** A dispute names its order only through its payment. */
const PAYMENT = "payment_intent";

export async function listDisputes(
  api: StripeApi,
  window: TimeWindow,
  options: ReadOptions = {},
): Promise<GatewayPage<DisputeSnapshot>> {
  const params = { ...pageOf(window), expand: [`data.${PAYMENT}`] };
  const list = await api.call("listDisputes", "read", options, (stripe) => stripe.disputes.list(params));
  return pageFrom(list, openedDispute);
}

export async function retrieveDispute(
  api: StripeApi,
  disputeId: string,
  options: ReadOptions = {},
): Promise<DisputeSnapshot> {
  const params = { expand: [PAYMENT] };
  return ours(
    await api.call("retrieveDispute", "read", options, (stripe) => stripe.disputes.retrieve(disputeId, params)),
  );
}

/** Hands evidence in for good: after `submit` Stripe takes no more. */
export async function submitEvidence(
  api: StripeApi,
  disputeId: string,
  evidence: DisputeEvidence,
  options: CallOptions,
): Promise<DisputeSnapshot> {
  const answered = await api.call("submitEvidence", "write", options, (stripe) =>
    stripe.disputes.update(
      disputeId,
      {
        evidence: {
          uncategorized_text: evidence.explanation,
          product_description: evidence.productDescription,
          customer_email_address: evidence.buyerEmail,
          ...(evidence.accessLog === null ? {} : { access_activity_log: evidence.accessLog }),
        },
        submit: true,
      },
      { idempotencyKey: options.idempotencyKey },
    ),
  );
  return ours(answered);
}

/** A dispute under the moment it was opened. */
function openedDispute(answer: unknown): DisputeSnapshot | null {
  const dispute = read(disputeSchema, answer, "dispute");
  return disputeOf(dispute, dateOf(dispute.created));
}

function ours(answer: unknown): DisputeSnapshot {
  const snapshot = openedDispute(answer);
  if (snapshot === null) throw new MalformedPayload("stripe", "dispute", "it belongs to no payment intent");
  return snapshot;
}
