import type { Context } from "hono";

/** Frappe's exception classes that the sandbox raises, each with the status Frappe gives it. */
const STATUS = {
  AuthenticationError: 401,
  PermissionError: 403,
  DoesNotExistError: 404,
  DuplicateEntryError: 409,
  ValidationError: 417,
  MandatoryError: 417,
  LinkValidationError: 417,
  TimestampMismatchError: 417,
  DataError: 417,
  SessionStopped: 503,
} as const;
export type FrappeExcType = keyof typeof STATUS;

/** Thrown by the imitated doctypes; `message` may hold HTML, as Frappe's do. */
export class FrappeError extends Error {
  readonly excType: FrappeExcType;

  constructor(excType: FrappeExcType, message: string) {
    super(message);
    this.excType = excType;
  }
}

/** The v1 error body: `_server_messages` is a JSON string of an array of JSON strings. */
export function errorAnswer(context: Context, error: FrappeError): Response {
  const message = { message: error.message, title: "Message", indicator: "red", raise_exception: 1 };
  return context.json(
    {
      exception: `frappe.exceptions.${error.excType}: ${error.message}`,
      exc_type: error.excType,
      _server_messages: JSON.stringify([JSON.stringify(message)]),
    },
    STATUS[error.excType],
  );
}

/** What the site answers while it migrates: a page, not JSON. */
export function maintenanceAnswer(context: Context): Response {
  return context.html(
    "<!doctype html><title>Updating</title><h1>Updating</h1><p>Please try again in a moment.</p>",
    503,
  );
}

const RETRY_AFTER_S = 2;

/** The site limiter's answer, which is plain text. */
export function limiterAnswer(context: Context): Response {
  return context.text("Too Many Requests", 429, {
    "retry-after": String(RETRY_AFTER_S),
    "x-ratelimit-limit": "5000000",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(RETRY_AFTER_S),
  });
}
