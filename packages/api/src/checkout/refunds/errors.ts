import { DomainError, type Money } from "@stoa/kit";

export class NothingToRefund extends DomainError {
  constructor(orderId: string) {
    super(
      "conflict",
      "nothing_to_refund",
      "Nothing of this order can be refunded: it brought no money, or all has gone back or is on its way.",
      {
        orderId,
      },
    );
  }
}

export class RefundExceedsPayment extends DomainError {
  constructor(asked: Money, left: Money) {
    super("unprocessable", "refund_exceeds_payment", "That is more than is left to refund. Nothing was sent.", {
      asked,
      left,
    });
  }
}

/** A gateway refuses to refund what the buyer's bank has taken back already. */
export class PaymentDisputed extends DomainError {
  constructor(orderId: string) {
    super(
      "conflict",
      "payment_disputed",
      "This payment is disputed. Nothing can be refunded until the bank has decided.",
      {
        orderId,
      },
    );
  }
}

/** The next money that goes back pays what is owed, so it cannot be for a line. */
export class FailedRefundOwed extends DomainError {
  constructor(orderId: string, owed: Money) {
    super(
      "conflict",
      "failed_refund_owed",
      "A refund that failed is still owed to the buyer. Refund that amount first.",
      {
        orderId,
        owed,
      },
    );
  }
}

export class LineNotRefundable extends DomainError {
  constructor(lineId: string, reason: string) {
    super("unprocessable", "line_not_refundable", "This part of the order cannot be given back any more.", {
      lineId,
      reason,
    });
  }
}

/** The gateway has been asked: what it does now cannot be stopped from here. */
export class RefundOnItsWay extends DomainError {
  constructor(refundId: string) {
    super("conflict", "refund_on_its_way", "This refund is on its way, or done. It cannot be called off.", {
      refundId,
    });
  }
}

export class HeldPaymentNotRefundable extends DomainError {
  constructor(reviewId: string, why: string) {
    super("conflict", "held_payment_not_refundable", `This payment cannot be given back from here: ${why}.`, {
      reviewId,
      why,
    });
  }
}
