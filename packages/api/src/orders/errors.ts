import { DomainError } from "@stoa/kit";

/** Also the answer to somebody who may not see the order: an id tells nothing. */
export class OrderNotFound extends DomainError {
  constructor(orderId: string) {
    super("not_found", "order_not_found", "There is no such order.", { orderId });
  }
}

/** The order is not, or no longer, in a state from which this step is possible. Nothing was changed. */
export class OrderMovedMeanwhile extends DomainError {
  constructor(orderId: string, to: string) {
    super("conflict", "order_moved_meanwhile", "This order has changed in the meantime. Look at it again.", {
      orderId,
      to,
    });
  }
}

export class ReceiptNotReady extends DomainError {
  constructor(orderId: string) {
    super("not_found", "receipt_not_ready", "A receipt is written once the order is paid.", { orderId });
  }
}

export class CreditNoteNotFound extends DomainError {
  constructor(number: string) {
    super("not_found", "credit_note_not_found", "This order has no such credit note.", { number });
  }
}

export class ReviewNotFound extends DomainError {
  constructor(reviewId: string) {
    super("not_found", "review_not_found", "There is no such review.", { reviewId });
  }
}

export class ReviewAlreadyResolved extends DomainError {
  constructor(reviewId: string) {
    super("conflict", "review_already_resolved", "Somebody has decided this review before.", { reviewId });
  }
}
