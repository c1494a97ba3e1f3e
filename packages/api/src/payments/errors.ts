import { DomainError } from "@stoa/kit";

export class InboxEventNotFound extends DomainError {
  constructor(gateway: string, eventId: string) {
    super("not_found", "inbox_event_not_found", "There is no such event in the inbox.", { gateway, eventId });
  }
}

/** The first body of an event id is kept; one that differs is evidence, not an instruction. */
export class EventNotReplayable extends DomainError {
  constructor(eventId: string) {
    super("conflict", "event_not_replayable", "This event is still being worked on. Give it a moment.", { eventId });
  }
}

export class WebhookTooLarge extends DomainError {
  constructor(limit: number) {
    super("invalid_input", "webhook_too_large", `A webhook has at most ${limit} bytes.`, { limit });
  }
}

export class WebhookSourceRefused extends DomainError {
  constructor() {
    super("forbidden", "webhook_source_refused", "Webhooks are taken from listed addresses only.");
  }
}

export class RefundNotFound extends DomainError {
  constructor(refundId: string) {
    super("not_found", "refund_not_found", "There is no such refund.", { refundId });
  }
}
