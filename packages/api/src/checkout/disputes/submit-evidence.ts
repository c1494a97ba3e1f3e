import { withTransaction } from "@stoa/db";
import { errorText, found, invariant } from "@stoa/kit";
import { canAnswerDisputes, type DisputeEvidence, GatewayRefused } from "@stoa/payments";
import { readOrder } from "../../orders/index.ts";
import {
  type Dispute,
  findCallByKey,
  getDispute,
  intendCall,
  noteEvidenceSent,
  recordCallOutcome,
} from "../../payments/index.ts";
import { recordAudit } from "../../platform/audit.ts";
import type { Context } from "../../platform/context.ts";
import { sha256 } from "../../platform/secrets.ts";
import { DisputeNotFound, EvidenceNotByApi, EvidenceNotTaken } from "./errors.ts";

/**
 * Hands a person's explanation to the bank, with what the order says of the sale; once a dispute. Written down before the
 * gateway is called, under a key of its text, so that the same text may be sent again after a lost answer. Files are sent
 * from the gateway's own page. Throws `DisputeNotFound`, `EvidenceNotTaken`, `EvidenceNotByApi` and what the gateway says.
 */
export async function submitEvidence(
  ctx: Context,
  ask: { disputeId: string; explanation: string },
): Promise<{ disputeId: string }> {
  const dispute = found(await getDispute(ctx, ask.disputeId), () => new DisputeNotFound(ask.disputeId));
  mustTakeEvidence(ctx, dispute);
  const gateway = ctx.services.gateways.get(dispute.gateway);
  if (!canAnswerDisputes(gateway)) throw new EvidenceNotByApi(dispute.gateway);
  const evidence = await evidenceFor(ctx, dispute, ask.explanation);
  const idempotencyKey = `evidence-${dispute.id}-${sha256(JSON.stringify(evidence)).slice(0, 16)}`;
  await withTransaction(ctx, (tx) =>
    intendCall(tx, { gateway: gateway.name, kind: "dispute_evidence", subjectId: dispute.id, idempotencyKey }),
  );
  const call = await findCallByKey(ctx, { gateway: gateway.name, idempotencyKey });
  invariant(call, "the call has just been written down");
  try {
    const options = { idempotencyKey, correlationId: ctx.correlationId };
    const answered = await gateway.submitEvidence(dispute.gatewayDisputeId, evidence, options);
    await withTransaction(ctx, async (tx) => {
      await recordCallOutcome(tx, call.id, { status: "succeeded", outcome: { status: answered.status } });
      await noteEvidenceSent(tx, dispute.id);
      await recordAudit(tx, {
        action: "checkout.submit_evidence",
        subjectKind: "dispute",
        subjectId: dispute.id,
        after: { explanation: ask.explanation },
      });
    });
    return { disputeId: dispute.id };
  } catch (error) {
    const status = error instanceof GatewayRefused ? "refused" : "unknown";
    await recordCallOutcome(ctx, call.id, { status, lastError: errorText(error) });
    throw error;
  }
}

function mustTakeEvidence(ctx: Context, { id, status, dueBy, evidenceSentAt }: Dispute): void {
  if (status !== "open") throw new EvidenceNotTaken(id, "decided");
  if (evidenceSentAt !== null) throw new EvidenceNotTaken(id, "sent_before");
  if (dueBy !== null && dueBy <= ctx.clock.now()) throw new EvidenceNotTaken(id, "too_late");
}

async function evidenceFor(ctx: Context, dispute: Dispute, explanation: string): Promise<DisputeEvidence> {
  const order = found(dispute.orderId, () => new DisputeNotFound(dispute.id));
  const { lines, email } = await readOrder(ctx, order);
  const handed = lines.flatMap(({ title, fulfilledAt }) =>
    fulfilledAt === null ? [] : [`${fulfilledAt.toISOString()} access given: ${title}`],
  );
  return {
    explanation,
    productDescription: lines.map((line) => line.title).join(", "),
    buyerEmail: email,
    accessLog: handed.length > 0 ? handed.join("\n") : null,
  };
}
