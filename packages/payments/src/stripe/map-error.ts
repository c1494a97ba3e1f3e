import Stripe from "stripe";
import {
  type CallFailure,
  GatewayNotFound,
  GatewayOutcomeUnknown,
  GatewayRefused,
  GatewayUnavailable,
} from "../errors.ts";

export interface CallFacts {
  name: string;
  kind: "read" | "write";
  mayHaveRun: boolean;
}

/**
 * Sorts what the SDK throws into a definite no, definitely not done, and unknown. A read changes nothing, so its
 * failures are never unknown. Errors that are not Stripe's are defects and pass through.
 */
export function mapStripeError(error: unknown, call: CallFacts): unknown {
  if (error instanceof Error && error.name === "CallAborted") return lostAnswer(failureOf(error, call), call, true);
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const failure = failureOf(error, call);
  if (error instanceof Stripe.errors.StripeConnectionError) return lostAnswer(failure, call, call.mayHaveRun);
  const status = error.statusCode ?? 0;
  // 409: a request with this key is running at this moment, and nobody knows yet how it ends.
  if (status >= 500 || status === 409 || status === 0) return lostAnswer(failure, call, true);
  // A wrong key or a full rate limit says nothing about the request itself; it was turned away at the door.
  if (status === 401 || status === 403 || status === 429) return lostAnswer(failure, call, call.mayHaveRun);
  return error.code === "resource_missing" ? new GatewayNotFound(failure) : new GatewayRefused(failure);
}

function lostAnswer(failure: CallFailure, call: CallFacts, mayHaveRun: boolean): Error {
  return call.kind === "write" && mayHaveRun ? new GatewayOutcomeUnknown(failure) : new GatewayUnavailable(failure);
}

function failureOf(error: Error, call: CallFacts): CallFailure {
  const stripe = error instanceof Stripe.errors.StripeError ? error : null;
  return {
    gateway: "stripe",
    call: call.name,
    reason: stripe?.decline_code || stripe?.code || stripe?.rawType || error.name,
    explanation: error.message,
    ...(stripe?.requestId ? { requestId: stripe.requestId } : {}),
    cause: error,
  };
}
