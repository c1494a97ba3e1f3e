import type { DomainError } from "@stoa/kit";
import { LmsOutcomeUnknown, LmsRefused, LmsUnavailable } from "../errors.ts";
import { errorBody } from "./types.ts";

/** What came back instead of an answer, as `readFailure` judges it. */
export interface FailedAnswer {
  call: string;
  isWrite: boolean;
  status: number;
  retryAfter: string | null;
  body: string;
  redact: (text: string) => string;
}

/** Frappe's classes that mean "not now", whatever status a version gives them. */
const BUSY = new Set([
  "TooManyRequestsError",
  "RateLimitExceededError",
  "SessionStopped",
  "QueryDeadlockError",
  "QueryTimeoutError",
  "TimestampMismatchError",
]);

/** Statuses after which a write certainly did not happen and may be tried again. */
const NOT_DONE = new Set([429, 503]);

const MESSAGE_MAX = 300;
const RETRY_AFTER_MAX_MS = 60 * 60 * 1000;
const THROTTLED_PAUSE_MS = 60 * 1000;

/**
 * Which of the three failures an answer with an error status is. Branches on `exc_type`; the one exception is the
 * bound on new users, which is a plain ValidationError with the text "Throttled".
 */
export function readFailure(answer: FailedAnswer): DomainError {
  const { excType, message } = readErrorBody(answer);
  const { call, status } = answer;
  if (NOT_DONE.has(status) || BUSY.has(excType)) {
    return new LmsUnavailable(message, { call, retryAfterMs: retryAfterMs(answer.retryAfter) });
  }
  if (excType === "ValidationError" && /^throttled\b/i.test(message)) {
    return new LmsUnavailable(message, { call, retryAfterMs: THROTTLED_PAUSE_MS });
  }
  if (status >= 500) {
    return answer.isWrite ? new LmsOutcomeUnknown(message, { call }) : new LmsUnavailable(message, { call });
  }
  return new LmsRefused(excType, message, { status, call });
}

/** The error class and a sentence without markup or secrets. */
function readErrorBody(answer: FailedAnswer): { excType: string; message: string } {
  const parsed = errorBody.safeParse(parseJson(answer.body));
  const body = parsed.success ? parsed.data : {};
  const messages = body._server_messages === undefined ? [] : serverMessages(body._server_messages);
  const text = messages.join(" ") || body._error_message || body.exception || plainBody(answer.body, parsed.success);
  return {
    excType: body.exc_type ?? `HTTP ${answer.status}`,
    message: answer.redact(plainText(text)).slice(0, MESSAGE_MAX) || `The LMS answered ${answer.status}.`,
  };
}

/** `_server_messages` is a JSON string of an array of JSON strings; older versions hold plain text in the array. */
export function serverMessages(raw: string): string[] {
  const outer = parseJson(raw);
  if (!Array.isArray(outer)) return [];
  return outer.flatMap((entry: unknown) => {
    const inner = typeof entry === "string" ? parseJson(entry) : entry;
    if (typeof inner === "object" && inner !== null && "message" in inner) return [String(inner.message)];
    return typeof entry === "string" ? [entry] : [];
  });
}

/** Messages of Frappe may hold HTML; a log line and an admin's screen want the words. */
export function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ")
    .trim();
}

/** Seconds or an HTTP date; null when absent or unreadable; at most an hour, because queues have their own patience. */
export function retryAfterMs(header: string | null, nowMs: number = Date.now()): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - nowMs : seconds * 1000;
  return Number.isNaN(ms) ? null : Math.min(RETRY_AFTER_MAX_MS, Math.max(0, Math.round(ms)));
}

/** A body that is no JSON: the site limiter's plain "Too Many Requests" is worth showing, a page of HTML is not. */
function plainBody(body: string, wasJson: boolean): string {
  return wasJson || body.trimStart().startsWith("<") ? "" : body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
