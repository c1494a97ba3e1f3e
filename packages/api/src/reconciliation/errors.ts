import { DomainError } from "@stoa/kit";

export class ReconciliationNotFound extends DomainError {
  constructor(id: string) {
    super("not_found", "reconciliation_not_found", "There is no such reconciliation.", { id });
  }
}

export class WindowNotOver extends DomainError {
  constructor(minutes: number) {
    super(
      "unprocessable",
      "window_not_over",
      `Compare what is at least ${minutes} minutes old; newer events may still be on their way.`,
      {
        field: "to",
        minutes,
      },
    );
  }
}

export class WindowTooLong extends DomainError {
  constructor(days: number) {
    super("unprocessable", "window_too_long", `Compare at most ${days} days at a time.`, { field: "from", days });
  }
}

export class FindingNotFound extends DomainError {
  constructor(id: string) {
    super("not_found", "finding_not_found", "There is no such finding.", { id });
  }
}

export class FindingResolved extends DomainError {
  constructor(id: string) {
    super("conflict", "finding_resolved", "This difference has been resolved already.", { id });
  }
}

/** The gateway was asked anew and the books still differ; a person has to look. */
export class StillDifferent extends DomainError {
  constructor(id: string) {
    super(
      "unprocessable",
      "still_different",
      "The gateway was asked again and its word cannot simply be taken over. Look at both sides, and write down why it is so.",
      { id },
    );
  }
}
