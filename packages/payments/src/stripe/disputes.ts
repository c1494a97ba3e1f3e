import { MalformedPayload } from "../errors.ts";
import type { CallOptions, DisputeEvidence, DisputeSnapshot } from "../gateway.ts";
import { read } from "./facts.ts";
import type { StripeApi } from "./stripe-api.ts";
import { dateOf, disputeOf } from "./transform.ts";
import { disputeSchema } from "./types.ts";

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
  const dispute = read(disputeSchema, answered, "dispute");
  const snapshot = disputeOf(dispute, dateOf(dispute.created));
  if (snapshot === null) throw new MalformedPayload("stripe", "dispute", "it belongs to no payment intent");
  return snapshot;
}
