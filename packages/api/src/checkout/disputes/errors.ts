import { DomainError } from "@stoa/kit";

export class DisputeNotFound extends DomainError {
  constructor(disputeId: string) {
    super("not_found", "dispute_not_found", "There is no such dispute.", { disputeId });
  }
}

/** Decided, past its date, or answered before: the bank takes evidence once. */
export class EvidenceNotTaken extends DomainError {
  constructor(disputeId: string, reason: "decided" | "too_late" | "sent_before") {
    super("conflict", "evidence_not_taken", "The bank takes no evidence for this dispute any more.", {
      disputeId,
      reason,
    });
  }
}

export class EvidenceNotByApi extends DomainError {
  constructor(gateway: string) {
    super("unprocessable", "evidence_not_by_api", "Send evidence for this dispute on the gateway's own page.", {
      gateway,
    });
  }
}
