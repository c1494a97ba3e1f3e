import { DomainError, type ErrorKind } from "@stoa/kit";
import type { GatewayName } from "./gateway.ts";

/** Facts of a failed call, for the log and the admin. Never shown to a buyer. */
export interface CallFailure {
  gateway: GatewayName;
  /** What was called, such as `createCheckout`. */
  call: string;
  /** The gateway's own code, such as `charge_already_refunded`. */
  reason: string;
  /** The gateway's own sentence. */
  explanation: string;
  /** The gateway's name for this request, to quote to its support. */
  requestId?: string;
  cause?: unknown;
}

/** A call that did not give what was asked for. Callers tell the three kinds below apart, never their reasons. */
export abstract class GatewayCallFailed extends DomainError {
  static override readonly brand: string = "GatewayCallFailed";

  /** For the log and the admin. `details`, which travels to the client, names the gateway only. */
  readonly failure: CallFailure;

  constructor(kind: ErrorKind, code: string, message: string, failure: CallFailure) {
    super(kind, code, message, { gateway: failure.gateway }, { cause: failure.cause });
    this.failure = failure;
  }

  /** The gateway's own code, such as `charge_already_refunded`. */
  get reason(): string {
    return this.failure.reason;
  }
}

/** A definite no: nothing was done, and asking again the same way would be refused again. */
export class GatewayRefused extends GatewayCallFailed {
  static override readonly brand: string = "GatewayRefused";

  constructor(failure: CallFailure) {
    super(
      "unprocessable",
      "gateway_refused",
      "The payment provider refused this request. Nothing was charged.",
      failure,
    );
  }
}

/** The gateway does not know what was asked for. */
export class GatewayNotFound extends GatewayRefused {
  static override readonly brand = "GatewayNotFound";
}

/** Definitely not done: the gateway could not be reached, or turned the call away. May be tried again, same key. */
export class GatewayUnavailable extends GatewayCallFailed {
  static override readonly brand = "GatewayUnavailable";

  constructor(failure: CallFailure) {
    const message = "The payment provider cannot be reached right now. Nothing was charged; try again in a moment.";
    super("unavailable", "gateway_unavailable", message, failure);
  }
}

/** It may or may not have happened. Ask (`retrieve…`, `find…`) before deciding anything; never use a second key. */
export class GatewayOutcomeUnknown extends GatewayCallFailed {
  static override readonly brand = "GatewayOutcomeUnknown";

  constructor(failure: CallFailure) {
    const message = "The payment provider did not answer in time. We are finding out what happened.";
    super("unavailable", "gateway_outcome_unknown", message, failure);
  }
}

/** Why a webhook is not believed. */
export type WebhookFault =
  | "untrusted_certificate"
  | "no_signature"
  | "bad_signature"
  | "too_old"
  | "in_the_future"
  | "malformed"
  | "too_large";

/** A webhook that is not the gateway's, not fresh, or not readable. Nothing of it may be stored as a fact. */
export class WebhookRefused extends DomainError {
  readonly fault: WebhookFault;

  constructor(gateway: GatewayName, fault: WebhookFault, explanation: string) {
    super("invalid_input", "webhook_refused", explanation, { gateway, fault });
    this.fault = fault;
  }
}

/** A genuine object of the gateway lacks what its type must have: a person has to look. */
export class MalformedPayload extends DomainError {
  constructor(gateway: GatewayName, type: string, explanation: string) {
    super("unprocessable", "malformed_payload", `A ${type} of ${gateway} cannot be read: ${explanation}`, {
      gateway,
      type,
    });
  }
}

/** A gateway that is not configured, or that Stoa does not offer yet. */
export class GatewayNotOffered extends DomainError {
  constructor(gateway: string) {
    super("unprocessable", "gateway_not_offered", `Paying with ${gateway} is not offered.`, { gateway });
  }
}

/** No enabled gateway takes this currency. */
export class NoGatewayForCurrency extends DomainError {
  constructor(currency: string) {
    super("unprocessable", "no_gateway_for_currency", `No payment provider is set up for ${currency}.`, { currency });
  }
}

/** Settings of a gateway that cannot work; thrown at start, in words for whoever runs Stoa. */
export class BadGatewayConfig extends Error {
  override name = "BadGatewayConfig";
}
