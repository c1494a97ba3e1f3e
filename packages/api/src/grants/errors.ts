import { DomainError, type Money } from "@stoa/kit";

export class PoolNotFound extends DomainError {
  constructor(poolId: string) {
    super("not_found", "grant_pool_not_found", "There is no such fund.", { poolId });
  }
}

export class PoolNameTaken extends DomainError {
  constructor(name: string) {
    super("conflict", "grant_pool_name_taken", "There is a fund of this name already.", { name });
  }
}

export class PoolClosed extends DomainError {
  constructor(poolId: string) {
    super("conflict", "grant_pool_closed", "This fund is closed. Open it again first.", { poolId });
  }
}

/** A pool is in one currency, and pays what is priced in it. */
export class PoolCurrencyDiffers extends DomainError {
  constructor(details: { pool: string; asked: string }) {
    super("unprocessable", "grant_pool_currency", "This fund is in another currency.", details);
  }
}

/** A pool is never overdrawn: what is reserved already does not count. */
export class PoolExhausted extends DomainError {
  constructor(needed: Money) {
    super("unprocessable", "grant_pool_exhausted", "There is not enough left in this fund.", { needed });
  }
}

export class CourseCannotBeGranted extends DomainError {
  constructor(courseId: string) {
    super("unprocessable", "course_cannot_be_granted", "Grants are for courses that are for sale.", { courseId });
  }
}

export class ApplicationNotFound extends DomainError {
  constructor(applicationId: string) {
    super("not_found", "grant_application_not_found", "There is no such application.", { applicationId });
  }
}

export class ApplicationDecided extends DomainError {
  constructor(applicationId: string) {
    super("conflict", "grant_application_decided", "This application has been decided already.", { applicationId });
  }
}

/** Nobody decides about money for themselves. */
export class OwnApplication extends DomainError {
  constructor(applicationId: string) {
    super("forbidden", "grant_application_own", "This is your own application; somebody else decides it.", {
      applicationId,
    });
  }
}

export class NoReviewer extends DomainError {
  constructor(assigneeId: string) {
    super("unprocessable", "grant_no_reviewer", "This person does not decide about grants.", {
      assigneeId,
      field: "assigneeId",
    });
  }
}

export class ReviewerIsApplicant extends DomainError {
  constructor(applicationId: string) {
    super("unprocessable", "grant_reviewer_is_applicant", "This is their own application; choose somebody else.", {
      applicationId,
    });
  }
}

export class AwardNotFound extends DomainError {
  constructor(awardId: string) {
    super("not_found", "grant_award_not_found", "There is no such grant.", { awardId });
  }
}

/** The pool has paid: only a refund of the order brings its money back. */
export class AwardRedeemed extends DomainError {
  constructor(awardId: string) {
    super("conflict", "grant_award_redeemed", "This grant was redeemed. Refund its order to take it back.", {
      awardId,
    });
  }
}

export class AwardBeingRedeemed extends DomainError {
  constructor(awardId: string) {
    super("conflict", "grant_award_being_redeemed", "Somebody is paying with this grant just now. Try again later.", {
      awardId,
    });
  }
}

export class AwardIsOver extends DomainError {
  constructor(awardId: string) {
    super("conflict", "grant_award_over", "This grant is over already; its money is in the fund again.", { awardId });
  }
}
