export interface ErrorDetail {
  issue: string;
  description: string;
  field?: string;
}

/** A refusal in PayPal's words. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorName: string;
  readonly details: readonly ErrorDetail[];
  /** Where what stands in the way can be read. */
  readonly related: string | null;

  constructor(
    status: number,
    errorName: string,
    message: string,
    details: readonly ErrorDetail[] = [],
    related: string | null = null,
  ) {
    super(message);
    this.status = status;
    this.errorName = errorName;
    this.details = details;
    this.related = related;
  }
}

export function badRequest(field: string, description: string): ApiError {
  const message = "Request is not well-formed, syntactically incorrect, or violates schema.";
  return new ApiError(400, "INVALID_REQUEST", message, [{ field, issue: "INVALID_PARAMETER_SYNTAX", description }]);
}

export function notAuthenticated(): ApiError {
  const message = "Authentication failed due to invalid authentication credentials or a missing Authorization header.";
  return new ApiError(401, "AUTHENTICATION_FAILURE", message);
}

export function notFound(): ApiError {
  const description = "Specified resource ID does not exist. Please check the resource ID and try again.";
  return new ApiError(404, "RESOURCE_NOT_FOUND", "The specified resource does not exist.", [
    { issue: "INVALID_RESOURCE_ID", description },
  ]);
}

/** The request was understood, and the state of things said no. */
export function unprocessable(issue: string, description: string): ApiError {
  const message = "The requested action could not be performed, semantically incorrect, or failed business validation.";
  return new ApiError(422, "UNPROCESSABLE_ENTITY", message, [{ issue, description }]);
}

export function serverError(): ApiError {
  return new ApiError(500, "INTERNAL_SERVER_ERROR", "An internal server error has occurred.");
}
