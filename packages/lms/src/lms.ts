import type { Money } from "@stoa/kit";

/**
 * The external learning system in Stoa's words. Every method is safe to call again: what is already so counts as done.
 * Failures are one of `LmsRefused` (do not retry), `LmsUnavailable` (retry after a pause) and `LmsOutcomeUnknown`
 * (call again: each write first asks what is already there).
 */
export interface Lms {
  /** Answers when the LMS is up and knows our key; for readiness checks and the circuit breaker. */
  ping(): Promise<void>;

  /** The LMS's account for an e-mail address, made when there is none. No mail is sent by the LMS. */
  ensureUser(input: { email: string; name: string }): Promise<{ lmsUser: string; created: boolean }>;

  /** The enrolment of one user in one course, the oldest when the LMS holds several; null when there is none. */
  findEnrolment(input: EnrolmentKey): Promise<LmsEnrolment | null>;

  /**
   * Enrols a user, or gives the enrolment that is already there. The LMS has no unique index for the pair, so the caller
   * holds one lock per pair; this method lists first and lists again after an unknown outcome.
   */
  ensureEnrolment(input: EnrolmentKey & { payment?: EnrolmentPayment }): Promise<LmsEnrolment & { created: boolean }>;

  /** Ends the enrolment, all of them when the LMS holds several. `removed` is false when there was none. */
  removeEnrolment(input: EnrolmentKey): Promise<{ removed: boolean }>;

  /**
   * The enrolments whose progress changed at or after `since`, oldest change first. A change may be listed again in a
   * later page or poll; apply it as "progress is now x". Start a poll a minute before the end of the last one, because
   * the LMS stamps a change before it commits it.
   */
  listProgressSince(input: ChangesSince): Promise<LmsPage<LmsProgress>>;

  /** The certificates issued at or after `since`, oldest first. */
  listCertificates(input: ChangesSince): Promise<LmsPage<LmsCertificate>>;

  /** Where the learner goes to learn. Makes no call. */
  courseUrl(lmsCourse: string): string;

  /** The same LMS, whose calls carry this correlation id, so that a line in its log can be matched with ours. */
  withCorrelationId(correlationId: string): Lms;
}

export interface EnrolmentKey {
  lmsUser: string;
  lmsCourse: string;
}

/** What the LMS may keep beside an enrolment, in custom fields of its own, so that its staff can find the order. */
export interface EnrolmentPayment {
  paymentId: string;
  amount: Money;
  referralCode: string | null;
}

export interface LmsEnrolment {
  /** The LMS's own name of the enrolment. */
  lmsEnrolment: string;
  lmsUser: string;
  lmsCourse: string;
  /** Percentage of the lessons completed, 0 to 100. */
  progress: number;
  enrolledAt: Date;
}

export interface LmsProgress extends EnrolmentKey {
  /** Percentage of the lessons completed, 0 to 100. */
  progress: number;
  /** When the last lesson of this enrolment changed. */
  changedAt: Date;
}

export interface LmsCertificate extends EnrolmentKey {
  lmsCertificate: string;
  /** Calendar dates of the LMS, `2026-11-21`. */
  issuedOn: string;
  expiresOn: string | null;
  url: string;
}

export interface ChangesSince {
  since: Date;
  /** `nextCursor` of the page before; `since` then stays the same. */
  cursor?: string;
  /** Rows of the LMS read per page, 1 to 100; 100 unless told. */
  limit?: number;
}

export interface LmsPage<T> {
  items: T[];
  nextCursor: string | null;
}
