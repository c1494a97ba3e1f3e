/** The body of a refusal, as Stripe words it. */
export interface ErrorBody {
  error: {
    type: "invalid_request_error" | "card_error" | "api_error" | "idempotency_error" | "rate_limit_error";
    message: string;
    code?: string;
    param?: string;
    decline_code?: string;
    doc_url?: string;
    request_log_url?: string;
  };
}

/** A refusal of the API. `stored`: execution had begun, so that an idempotency key keeps this very answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly stored: boolean;

  constructor(status: number, error: ErrorBody["error"], stored: boolean) {
    super(error.message);
    const doc =
      error.code === undefined
        ? {}
        : { doc_url: `https://stripe.com/docs/error-codes/${error.code.replaceAll("_", "-")}` };
    this.status = status;
    this.body = { error: { ...error, ...doc } };
    this.stored = stored;
  }
}

/** A parameter is missing, unknown or of the wrong form; nothing was executed. */
export function badParam(code: string | undefined, param: string | undefined, message: string): ApiError {
  const named = param === undefined ? {} : { param };
  return new ApiError(400, { type: "invalid_request_error", message, ...(code ? { code } : {}), ...named }, false);
}

/** An id that names nothing: 404 in the path, 400 in a parameter. */
export function missing(noun: string, id: string, param: string, status: 400 | 404 = 404): ApiError {
  const message = `No such ${noun}: '${id}'`;
  return new ApiError(status, { type: "invalid_request_error", code: "resource_missing", message, param }, false);
}

/** The request was understood and executed, and the state of the object said no. */
export function refusedByState(message: string, code?: string, param?: string): ApiError {
  const extra = { ...(code ? { code } : {}), ...(param ? { param } : {}) };
  return new ApiError(400, { type: "invalid_request_error", message, ...extra }, true);
}

export function notAuthenticated(message: string): ApiError {
  return new ApiError(401, { type: "invalid_request_error", message }, false);
}

export function keyInUse(key: string): ApiError {
  const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`;
  return new ApiError(409, { type: "invalid_request_error", code: "idempotency_key_in_use", message }, false);
}

export function keyReused(key: string): ApiError {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
  return new ApiError(400, { type: "idempotency_error", message }, false);
}

export function serverError(): ApiError {
  return new ApiError(500, { type: "api_error", message: "An unknown error occurred." }, true);
}
