import { DomainError, type Money } from "@stoa/kit";

export class PayeeNotFound extends DomainError {
  constructor(payeeId: string) {
    super("not_found", "payee_not_found", "Nobody is paid out under this name.", { payeeId });
  }
}

export class PayoutNotFound extends DomainError {
  constructor(payoutId: string) {
    super("not_found", "payout_not_found", "This payout does not exist.", { payoutId });
  }
}

export class BatchNotFound extends DomainError {
  constructor(batchId: string) {
    super("not_found", "payout_batch_not_found", "This batch does not exist.", { batchId });
  }
}

/** Nobody could be paid there; said before anything is kept. */
export class DestinationRefused extends DomainError {
  constructor(gateway: string) {
    super(
      "unprocessable",
      "payout_destination_refused",
      "No money can be sent to this account. Check it, or use another.",
      {
        gateway,
        field: "destination",
      },
    );
  }
}

export class PaysNobodyOut extends DomainError {
  constructor(gateway: string) {
    super("unprocessable", "gateway_pays_nobody_out", "Payouts do not go by this service.", {
      gateway,
      field: "gateway",
    });
  }
}

export class NoPayoutAccount extends DomainError {
  constructor() {
    super("unprocessable", "no_payout_account", "Say first where your money is to go.");
  }
}

/** A new account is used only after a while, so that whoever takes over a sign-in does not take the money with it. */
export class AccountTooNew extends DomainError {
  constructor(usableFrom: Date) {
    super(
      "unprocessable",
      "payout_account_too_new",
      "Your new account can be paid out to a little later. Your money waits.",
      {
        usableFrom: usableFrom.toISOString(),
      },
    );
  }
}

export class PayeeBlocked extends DomainError {
  constructor() {
    super("forbidden", "payee_blocked", "Payouts to you are stopped for now. What you are owed stays yours; ask us.");
  }
}

export class BelowMinimum extends DomainError {
  constructor(released: Money, minimum: Money) {
    super("unprocessable", "below_payout_minimum", "There is too little to pay out yet. It stays yours.", {
      released,
      minimum,
    });
  }
}

/** One at a time: the money of the first is reserved. */
export class PayoutUnderWay extends DomainError {
  constructor() {
    super("conflict", "payout_under_way", "A payout of yours is on its way already. Nothing was taken a second time.");
  }
}

export class PayoutNotWaiting extends DomainError {
  constructor(payoutId: string) {
    super("conflict", "payout_not_waiting", "This payout is not waiting for a decision any more.", { payoutId });
  }
}

/** Four eyes: who asked for a payout, or receives it, does not approve it. */
export class ApproverNotIndependent extends DomainError {
  constructor(payoutId: string) {
    super("forbidden", "approver_not_independent", "Somebody else has to approve this payout.", { payoutId });
  }
}

export class NobodyToPay extends DomainError {
  constructor(currency: string) {
    super("unprocessable", "nobody_to_pay", "Nobody has enough to be paid out in this currency.", { currency });
  }
}
