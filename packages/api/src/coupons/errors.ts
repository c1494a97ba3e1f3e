import { DomainError } from "@stoa/kit";

/** One answer for a code that is unknown, over, used up, somebody else's, or not for this, so that trying tells nothing. */
export class CouponNotValid extends DomainError {
  constructor() {
    super("unprocessable", "coupon_not_valid", "This code is not valid for this purchase.");
  }
}

export class CouponCodeTaken extends DomainError {
  constructor(code: string) {
    super("conflict", "coupon_code_taken", "There is a coupon of this code already.", { code });
  }
}

/** Two files of the same codes would wait for each other crosswise. */
export class ImportUnderWay extends DomainError {
  constructor() {
    super("conflict", "coupon_import_under_way", "Another file is being read in. Try again in a moment.");
  }
}

export class CouponNotFound extends DomainError {
  constructor(couponId: string) {
    super("not_found", "coupon_not_found", "There is no such coupon.", { couponId });
  }
}

/** It moves between active and paused, and ends once. */
export class CouponHasEnded extends DomainError {
  constructor(couponId: string) {
    super("conflict", "coupon_has_ended", "This coupon has ended, and stays so.", { couponId });
  }
}

export class CouponScopeUnknown extends DomainError {
  constructor(ids: readonly string[]) {
    super("unprocessable", "coupon_scope_unknown", "Some of what this coupon is for does not exist.", { ids });
  }
}
