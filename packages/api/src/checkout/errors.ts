import { DomainError, type Money } from "@stoa/kit";

export class CourseNotForSale extends DomainError {
  constructor(course: string) {
    super("not_found", "course_not_for_sale", "This course is not for sale.", { course });
  }
}

/** Told only to the signed-in owner; nobody else learns what an address owns. */
export class AlreadyOwned extends DomainError {
  constructor(subjectId: string) {
    super("conflict", "already_owned", "You own this already.", { subjectId });
  }
}

export class SameItemTwice extends DomainError {
  constructor(subjectId: string) {
    super("unprocessable", "same_item_twice", "The same thing is in the cart twice.", { subjectId });
  }
}

export class QuantityNotOffered extends DomainError {
  constructor(kind: string) {
    super("unprocessable", "quantity_not_offered", "One of these is all a person can have.", { kind });
  }
}

export class MixedCurrencies extends DomainError {
  constructor(currencies: readonly string[]) {
    super("unprocessable", "mixed_currencies", "Buy things priced in different currencies one currency at a time.", {
      currencies,
    });
  }
}

export class ProductKindNotOffered extends DomainError {
  constructor(kind: string) {
    super("unprocessable", "product_kind_not_offered", "This cannot be bought yet.", { kind });
  }
}

/** A pool of grants that is closed, or is none. */
export class PoolTakesNoGifts extends DomainError {
  constructor(poolId: string) {
    super("not_found", "pool_takes_no_gifts", "This fund does not take gifts.", { poolId });
  }
}

export class DonationNeedsAmount extends DomainError {
  constructor(bounds: { currency: string; leastMinor: number; mostMinor: number }) {
    super("invalid_input", "donation_needs_amount", "Say how much to give, in the fund's currency.", {
      path: "amount",
      ...bounds,
    });
  }
}

/** A feature that is being rolled out has not come to this caller yet. */
export class FeatureNotOpen extends DomainError {
  constructor() {
    super("not_found", "feature_not_open", "This is not open to everybody yet.");
  }
}

/** The buyer agreed to another total than the one of this moment. */
export class PriceChanged extends DomainError {
  constructor(total: Money) {
    super("conflict", "price_changed", "The price has changed meanwhile. Nothing has been charged.", { total });
  }
}

export class EmailNeeded extends DomainError {
  constructor() {
    super("invalid_input", "email_needed", "Tell us an e-mail address to send the purchase to.", { path: "email" });
  }
}

/** A kind says that what was paid for cannot be handed over. The money is held and people decide. */
export class FulfilmentRefused extends DomainError {
  readonly reason: "already_owned" | "fulfilment_refused";

  constructor(reason: "already_owned" | "fulfilment_refused", subjectId: string) {
    super("unprocessable", reason, "This cannot be handed over as ordered.", { subjectId });
    this.reason = reason;
  }
}

/** A gateway tells of a payment for an order that is not here: its commit may still be on the way. */
export class OrderNotKnownYet extends DomainError {
  constructor(orderId: string) {
    super("conflict", "order_not_known_yet", "No order of this id has been committed yet.", { orderId });
  }
}

/** A refund or dispute of a payment whose success has not been told here yet. */
export class PaymentNotSettledYet extends DomainError {
  constructor(gatewayPaymentId: string) {
    super("conflict", "payment_not_settled_yet", "This payment has not been settled here yet.", { gatewayPaymentId });
  }
}

export class LinkNotValid extends DomainError {
  constructor() {
    super("unprocessable", "link_not_valid", "This link is not valid any more. Ask for a new one.");
  }
}

export class RefundNotOwed extends DomainError {
  constructor(refundId: string) {
    super("conflict", "refund_not_owed", "Nothing is owed for this refund: it did not fail, or has been paid since.", {
      refundId,
    });
  }
}

/** Whoever closes a review says that the buyer has their money by another way; they would get it twice. */
export class ReviewBeingRefunded extends DomainError {
  constructor(reviewId: string) {
    super("conflict", "review_being_refunded", "A refund of this payment is on its way; its review ends with it.", {
      reviewId,
    });
  }
}

export class ReviewNotAcceptable extends DomainError {
  constructor(reviewId: string, why: string) {
    super("unprocessable", "review_not_acceptable", `This payment cannot be accepted: ${why}.`, { reviewId });
  }
}
