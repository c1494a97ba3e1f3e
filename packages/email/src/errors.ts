import { DomainError } from "@stoa/kit";

/** The mail will never arrive: the recipient's host or the service refuses it for good. Not retried. */
export class MailRefused extends DomainError {
  constructor(message: string, details: { mailId: string; responseCode: number | null }, options?: ErrorOptions) {
    super("unprocessable", "mail_refused", message, details, options);
  }
}

/**
 * The mail could not be handed over now; retried. After a lost answer it may have been handed over all the same: the
 * Message-ID is the same on every try, so that a mail host can tell the second copy.
 */
export class MailUnavailable extends DomainError {
  readonly retryAfterMs: number | null;

  constructor(message: string, details: { retryAfterMs?: number | null } = {}, options?: ErrorOptions) {
    const retryAfterMs = details.retryAfterMs ?? null;
    super("unavailable", "mail_unavailable", message, { retryAfterMs }, options);
    this.retryAfterMs = retryAfterMs;
  }
}
