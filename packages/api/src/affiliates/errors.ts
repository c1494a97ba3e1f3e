import { DomainError } from "@stoa/kit";

/** An affiliate is written to, and paid; so the address must be proved first. */
export class EmailNotVerified extends DomainError {
  constructor() {
    super("unprocessable", "email_not_verified", "Confirm your e-mail address first; we have sent you a link.");
  }
}

/** Whoever earns can be paid from the first day, and one who pays themselves is found by the account (T74). */
export class PayoutAccountNeeded extends DomainError {
  constructor() {
    super("unprocessable", "payout_account_needed", "Say where your commissions are to go.", { field: "destination" });
  }
}

export class AlreadyAffiliate extends DomainError {
  constructor() {
    super("conflict", "already_affiliate", "You are an affiliate already.");
  }
}

export class CodeTaken extends DomainError {
  constructor(code: string) {
    super("conflict", "affiliate_code_taken", "Somebody else has this code. Choose another.", { code, path: "code" });
  }
}

export class ProgrammeClosed extends DomainError {
  constructor() {
    super("unprocessable", "affiliate_programme_closed", "The programme takes no new affiliates at the moment.");
  }
}

/** The terms have a new version since the form was shown; nobody agrees to what they have not seen. */
export class TermsOutdated extends DomainError {
  constructor(version: string) {
    super("conflict", "affiliate_terms_outdated", "The terms have changed. Read them again before you agree.", {
      version,
    });
  }
}

export class NotAffiliate extends DomainError {
  constructor() {
    super("not_found", "not_affiliate", "You are not an affiliate yet.");
  }
}

/** Whatever their role: what somebody earns is decided by others. */
export class OwnAffiliate extends DomainError {
  constructor(affiliateId: string) {
    super("forbidden", "affiliate_own", "This is about what you earn yourself; somebody else decides it.", {
      affiliateId,
    });
  }
}

export class AffiliateNotFound extends DomainError {
  constructor(affiliateId: string) {
    super("not_found", "affiliate_not_found", "This affiliate does not exist.", { affiliateId });
  }
}

export class ReferralNotHeld extends DomainError {
  constructor(referralId: string) {
    super("conflict", "referral_not_held", "This referral is not waiting for a decision.", { referralId });
  }
}

export class ReferralNotFound extends DomainError {
  constructor(referralId: string) {
    super("not_found", "referral_not_found", "This referral does not exist.", { referralId });
  }
}

export class TermNotFound extends DomainError {
  constructor(termId: string) {
    super("not_found", "affiliate_term_not_found", "This rate does not exist.", { termId });
  }
}

export class CourseUnknown extends DomainError {
  constructor(courseId: string) {
    super("not_found", "course_not_found", "This course does not exist.", { courseId });
  }
}

export class CreativeNotFound extends DomainError {
  constructor(creativeId: string) {
    super("not_found", "creative_not_found", "This creative does not exist.", { creativeId });
  }
}
