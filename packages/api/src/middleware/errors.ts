import { DomainError, type ErrorKind, type ErrorShape, InvalidInput } from "@stoa/kit";
import { TRPCError } from "@trpc/server";
import { z } from "zod";
import type { Context } from "../platform/context.ts";

const TRPC_CODE: Readonly<Record<ErrorKind, TRPCError["code"]>> = {
  invalid_input: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  unprocessable: "UNPROCESSABLE_CONTENT",
  rate_limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
};

/** The tRPC error of anything thrown; what is not ours stays the cause of an INTERNAL_SERVER_ERROR. */
export function toTrpcError(error: TRPCError): TRPCError {
  const domain = domainErrorOf(error);
  if (!domain) return error;
  return new TRPCError({ code: TRPC_CODE[domain.kind], message: domain.message, cause: domain });
}

/** The stable code of an error, for logs and metrics. */
export function errorCodeOf(error: TRPCError): string {
  return domainErrorOf(error)?.code ?? (error.code === "INTERNAL_SERVER_ERROR" ? "internal" : error.code.toLowerCase());
}

/** The one error shape (P7). Nothing of an unexpected error is shown but its correlation id. */
export function errorShape(error: TRPCError, path: string | undefined, ctx: Context | undefined): ErrorShape {
  const domain = domainErrorOf(error);
  const internal = !domain && error.code === "INTERNAL_SERVER_ERROR";
  return {
    code: errorCodeOf(error),
    message: internal
      ? "Something went wrong on our side. Nothing was charged twice; try again."
      : (domain?.message ?? error.message),
    details: domain?.details ?? {},
    path: path ?? "",
    timestamp: (ctx?.clock.now() ?? new Date()).toISOString(),
    correlationId: ctx?.correlationId ?? "",
  };
}

function domainErrorOf(error: TRPCError): DomainError | null {
  if (error.cause instanceof DomainError) return error.cause;
  if (error.cause instanceof z.ZodError) return invalidInputOf(error.cause);
  return null;
}

/** Every refused field by its path; an unknown field is named as well. */
export function invalidInputOf(error: z.ZodError): InvalidInput {
  return new InvalidInput(
    error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "is not a field of this request" }))
        : [{ path: issue.path.join(".") || "input", message: issue.message }],
    ),
  );
}
