import { DomainError, HTTP_STATUS } from "@stoa/kit";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { ZodError } from "zod";
import { errorShape, toTrpcError } from "../middleware/errors.ts";
import type { Context } from "../platform/context.ts";

export class NoSuchRoute extends DomainError {
  constructor(method: string, path: string) {
    super("not_found", "no_such_route", `There is no ${method} ${path}.`, { method, path });
  }
}

export class BodyTooLarge extends DomainError {
  constructor(limitBytes: number) {
    super("invalid_input", "body_too_large", `A request body has at most ${limitBytes} bytes.`, { limitBytes });
  }
}

/** Whoever sent it hung up, or a line broke: nobody is left to read the answer, and it is no accident of ours. */
export class BodyCutOff extends DomainError {
  constructor() {
    super("invalid_input", "body_cut_off", "The request ended before its body did.");
  }
}

export class BodyNotJson extends DomainError {
  constructor() {
    super("invalid_input", "body_not_json", "The body is not valid JSON with Content-Type application/json.");
  }
}

export class BodyNotForm extends DomainError {
  constructor() {
    super(
      "invalid_input",
      "body_not_form",
      "The body is not a form with Content-Type application/x-www-form-urlencoded.",
    );
  }
}

export class CrossSiteRequest extends DomainError {
  constructor() {
    super("forbidden", "cross_site_request", "This request came from another site and was refused.");
  }
}

export class NotInABatch extends DomainError {
  constructor(procedure: string) {
    super("invalid_input", "not_in_a_batch", `${procedure} must be called by itself.`, { procedure });
  }
}

/** The most a request body may hold; receipts of forms are a few kilobytes. */
export const BODY_LIMIT_BYTES = 1_048_576;

/** An error as REST answers it: `{ error: … }` in the one shape, with the status of its kind. */
export function refusal(thrown: unknown, path: string, ctx: Context, headers: Headers): Response {
  const error = asTrpcError(thrown);
  const cause = error.cause;
  if (error.code === "INTERNAL_SERVER_ERROR" && !(thrown instanceof TRPCError)) {
    ctx.log.error({ err: thrown, path }, "request failed");
  }
  const status =
    cause instanceof BodyTooLarge
      ? 413
      : cause instanceof DomainError
        ? HTTP_STATUS[cause.kind]
        : getHTTPStatusCodeFromError(error);
  return Response.json({ error: errorShape(error, path, ctx) }, { status, headers });
}

function asTrpcError(error: unknown): TRPCError {
  if (error instanceof TRPCError) return toTrpcError(error);
  if (error instanceof ZodError) return toTrpcError(new TRPCError({ code: "BAD_REQUEST", cause: error }));
  if (error instanceof DomainError) return toTrpcError(new TRPCError({ code: "BAD_REQUEST", cause: error }));
  return new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: error });
}
