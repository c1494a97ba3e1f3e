import { DomainError, type Money } from "@stoa/kit";

/** An address that the chart does not declare. */
export class UnknownAccount extends DomainError {
  constructor(address: string) {
    super("unprocessable", "unknown_ledger_account", `The chart of accounts declares no ${address}.`, { address });
  }
}

/** The event is in the books already, with other content: something above gave one name to two things. */
export class EntryConflict extends DomainError {
  constructor(kind: string, subject: string) {
    super("conflict", "ledger_entry_conflict", `${kind} of ${subject} is in the books with other content.`, {
      kind,
      subject,
    });
  }
}

/** An account that must not go below zero, after what is held of it, would. Nothing was written. */
export class InsufficientFunds extends DomainError {
  constructor(address: string, available: Money, needed: Money) {
    super("unprocessable", "insufficient_funds", `${address} has too little available for this.`, {
      address,
      available,
      needed,
    });
  }
}

export class EntryNotFound extends DomainError {
  constructor(entry: string) {
    super("not_found", "ledger_entry_not_found", "This journal entry does not exist.", { entry });
  }
}

export class HoldNotFound extends DomainError {
  constructor(holdId: string) {
    super("not_found", "hold_not_found", "This hold does not exist.", { holdId });
  }
}

/** A hold is posted or voided once. */
export class HoldAlreadyClosed extends DomainError {
  constructor(holdId: string) {
    super("conflict", "hold_already_closed", "This hold was posted or voided before.", { holdId });
  }
}

/** No more of a hold can be posted than was held. */
export class HoldExceeded extends DomainError {
  constructor(holdId: string, held: Money, asked: Money) {
    super("unprocessable", "hold_exceeded", "More was asked for than is held.", { holdId, held, asked });
  }
}

/** No more of an entry can be taken back than is left of it. */
export class ReversalExceedsOriginal extends DomainError {
  constructor(entryId: string, left: Money, asked: Money) {
    super("unprocessable", "reversal_exceeds_original", "More would be taken back than is left of the entry.", {
      entryId,
      left,
      asked,
    });
  }
}

export class NothingLeftToReverse extends DomainError {
  constructor(entryId: string) {
    super("conflict", "nothing_left_to_reverse", "This entry has been taken back completely.", { entryId });
  }
}

/** Holds are voided, not reversed; and what undid a reversal is not undone again. */
export class NotReversible extends DomainError {
  constructor(entryId: string, why: string) {
    super("unprocessable", "entry_not_reversible", `This entry cannot be reversed: ${why}.`, { entryId });
  }
}
