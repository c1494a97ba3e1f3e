import { DomainError } from "@stoa/kit";

/** The LMS said no and will say no again: unknown or unpublished course, missing permission, wrong key. */
export class LmsRefused extends DomainError {
  /** The LMS's own class of the error (`ValidationError`, `PermissionError`, …), or the HTTP status when it gave none. */
  readonly excType: string;

  constructor(excType: string, message: string, details: { status: number; call: string }) {
    super("unprocessable", "lms_refused", message, { excType, ...details });
    this.excType = excType;
  }
}

/** The LMS did nothing because it could not be reached or is busy; the same call may be made again after a pause. */
export class LmsUnavailable extends DomainError {
  /** How long the LMS asked us to wait, if it did. */
  readonly retryAfterMs: number | null;

  constructor(message: string, details: { call: string; retryAfterMs?: number | null }, options?: ErrorOptions) {
    const retryAfterMs = details.retryAfterMs ?? null;
    super("unavailable", "lms_unavailable", message, { call: details.call, retryAfterMs }, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** A write was sent and its answer was lost. It may have taken effect: ask for it before anything else. */
export class LmsOutcomeUnknown extends DomainError {
  constructor(message: string, details: { call: string }, options?: ErrorOptions) {
    super("unavailable", "lms_outcome_unknown", message, details, options);
  }
}

/** The configured address must not be called: not http(s), or inside a private network (T84). */
export class LmsAddressRefused extends DomainError {
  constructor(host: string, reason: string) {
    super("invalid_input", "lms_address_refused", `The LMS address ${host} is refused: ${reason}.`, { host });
  }
}
