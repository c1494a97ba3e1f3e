import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { GatewayNotFound, GatewayOutcomeUnknown, GatewayRefused, GatewayUnavailable } from "../errors.ts";
import { mapStripeError } from "./map-error.ts";

const { errors } = Stripe;

function sorted(error: unknown, kind: "read" | "write" = "write", mayHaveRun = false): unknown {
  return mapStripeError(error, { name: "refund", kind, mayHaveRun });
}

const raw = (statusCode: number, code = "") => ({ statusCode, message: "no", type: "api_error" as const, code });

describe("a failure of Stripe's SDK", () => {
  it("that is a definite no is refused, with the most telling reason", () => {
    const declined = new errors.StripeCardError({ ...raw(402, "card_declined"), decline_code: "insufficient_funds" });
    expect(sorted(declined)).toMatchObject({ failure: { reason: "insufficient_funds" } });
    const invalid = new errors.StripeInvalidRequestError(raw(400, "charge_already_refunded"));
    expect(sorted(invalid)).toBeInstanceOf(GatewayRefused);
    expect(sorted(new errors.StripeIdempotencyError(raw(400)))).toBeInstanceOf(GatewayRefused);
    expect(sorted(new errors.StripeInvalidRequestError(raw(404, "resource_missing")))).toBeInstanceOf(GatewayNotFound);
  });

  it.each([
    ["a wrong key", new errors.StripeAuthenticationError(raw(401))],
    ["a missing permission", new errors.StripePermissionError(raw(403))],
    ["a rate limit", new errors.StripeRateLimitError(raw(429))],
    ["no connection", new errors.StripeConnectionError({ message: "ECONNREFUSED" })],
  ])("from %s was not executed, unless an earlier try may have been", (_case, error) => {
    expect(sorted(error, "write", false)).toBeInstanceOf(GatewayUnavailable);
    expect(sorted(error, "write", true)).toBeInstanceOf(GatewayOutcomeUnknown);
    expect(sorted(error, "read", true)).toBeInstanceOf(GatewayUnavailable);
  });

  it.each([
    ["a server error", new errors.StripeAPIError(raw(500))],
    ["a bad gateway", new errors.StripeAPIError(raw(502))],
    ["an answer that is not JSON", new errors.StripeAPIError({ message: "Invalid JSON" })],
    ["the same key still running", new errors.StripeAPIError(raw(409, "idempotency_key_in_use"))],
  ])("from %s leaves the outcome of a write open", (_case, error) => {
    expect(sorted(error, "write")).toBeInstanceOf(GatewayOutcomeUnknown);
    expect(sorted(error, "read")).toBeInstanceOf(GatewayUnavailable);
  });

  it("that is a defect of ours passes through", () => {
    const defect = new TypeError("x is not a function");
    expect(sorted(defect)).toBe(defect);
  });

  it("keeps the request id for the support, and shows the buyer nothing of Stripe's words", () => {
    const raised = { ...raw(500), message: "Internals of Stripe", requestId: "req_1" };
    const unknown = sorted(new errors.StripeAPIError(raised)) as GatewayOutcomeUnknown;
    expect(unknown.failure).toMatchObject({ gateway: "stripe", call: "refund", requestId: "req_1" });
    expect(unknown.message).not.toContain("Internals");
    expect(unknown.details).toEqual({ gateway: "stripe" });
  });
});
