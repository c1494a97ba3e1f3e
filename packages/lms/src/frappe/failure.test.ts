import { describe, expect, test } from "vitest";
import { LmsOutcomeUnknown, LmsRefused, LmsUnavailable } from "../errors.ts";
import { type FailedAnswer, plainText, readFailure, retryAfterMs, serverMessages } from "./failure.ts";

const frappeBody = (excType: string, message: string) =>
  JSON.stringify({
    exc_type: excType,
    _server_messages: JSON.stringify([JSON.stringify({ message, title: "Message" })]),
  });

const answer = (over: Partial<FailedAnswer>): FailedAnswer => ({
  call: "POST resource/LMS Enrollment",
  isWrite: true,
  status: 417,
  retryAfter: null,
  body: "",
  redact: (text) => text,
  ...over,
});

describe("which failure an answer is", () => {
  test.each([
    [401, "AuthenticationError"],
    [403, "PermissionError"],
    [404, "DoesNotExistError"],
    [409, "DuplicateEntryError"],
    [417, "ValidationError"],
    [417, "LinkValidationError"],
  ])("%i %s is a refusal that carries Frappe's class", (status, excType) => {
    const failure = readFailure(answer({ status, body: frappeBody(excType, "No.") }));
    expect(failure).toBeInstanceOf(LmsRefused);
    expect(failure).toMatchObject({ excType, message: "No.", details: { status } });
  });

  test("429 from the site limiter is plain text and says how long to wait", () => {
    const failure = readFailure(answer({ status: 429, retryAfter: "7", body: "Too Many Requests" }));
    expect(failure).toBeInstanceOf(LmsUnavailable);
    expect(failure).toMatchObject({ retryAfterMs: 7000, message: "Too Many Requests" });
  });

  test("503 while the site migrates is a page, and none of it is shown", () => {
    const failure = readFailure(answer({ status: 503, body: "<!doctype html><h1>Updating</h1>" }));
    expect(failure).toBeInstanceOf(LmsUnavailable);
    expect(failure.message).toBe("The LMS answered 503.");
  });

  test.each(["RateLimitExceededError", "TimestampMismatchError", "QueryDeadlockError"])(
    "%s means not now, whatever its status",
    (excType) => {
      expect(readFailure(answer({ body: frappeBody(excType, "Wait") }))).toBeInstanceOf(LmsUnavailable);
    },
  );

  test("the bound on new users is waited for, although it is a ValidationError", () => {
    const failure = readFailure(answer({ body: frappeBody("ValidationError", "Throttled") }));
    expect(failure).toMatchObject({ code: "lms_unavailable", retryAfterMs: 60_000 });
  });

  test.each([500, 502, 504])("%i leaves the outcome of a write unknown, and of a read nothing", (status) => {
    expect(readFailure(answer({ status }))).toBeInstanceOf(LmsOutcomeUnknown);
    expect(readFailure(answer({ status, isWrite: false }))).toBeInstanceOf(LmsUnavailable);
  });

  test("an error without a body is named by its status", () => {
    expect(readFailure(answer({ status: 404 }))).toMatchObject({
      excType: "HTTP 404",
      message: "The LMS answered 404.",
    });
  });

  test("a message is shortened and redacted", () => {
    const body = frappeBody("ValidationError", `secret ${"x".repeat(1000)}`);
    const failure = readFailure(answer({ body, redact: (text) => text.replaceAll("secret", "[redacted]") }));
    expect(failure.message).toMatch(/^\[redacted\] x+$/);
    expect(failure.message).toHaveLength(300);
  });
});

describe("messages", () => {
  test("double-encoded messages are read", () => {
    expect(
      serverMessages(JSON.stringify([JSON.stringify({ message: "one" }), JSON.stringify({ message: "two" })])),
    ).toEqual(["one", "two"]);
  });

  test("older, plain messages are read, and nonsense is not", () => {
    expect(serverMessages('["just text"]')).toEqual(["just text"]);
    expect(serverMessages("not json")).toEqual([]);
    expect(serverMessages('{"a":1}')).toEqual([]);
  });

  test("HTML becomes words", () => {
    expect(plainText("User <strong>a@b.co</strong>&nbsp;is\n<br>gone &amp; &lt;lost&gt;")).toBe(
      "User a@b.co is gone & <lost>",
    );
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");

  test("is seconds or a date, within an hour", () => {
    expect(retryAfterMs("2", now)).toBe(2000);
    expect(retryAfterMs("Sat, 21 Nov 2026 10:00:30 GMT", now)).toBe(30_000);
    expect(retryAfterMs("Sat, 21 Nov 2026 09:00:00 GMT", now)).toBe(0);
    expect(retryAfterMs("999999", now)).toBe(3_600_000);
  });

  test("is nothing when absent or unreadable", () => {
    for (const header of [null, "", "soon"]) expect(retryAfterMs(header, now)).toBeNull();
  });
});
