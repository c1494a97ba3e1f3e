import { money } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { newEnrolmentBody, newUserBody, toCertificate, toEnrolment, toProgress } from "./transform.ts";
import type { EnrolmentRow, ProgressRow } from "./types.ts";

const enrolment = (over: Partial<EnrolmentRow> = {}): EnrolmentRow => ({
  name: "5gu5e44fl0",
  member: "maya@example.com",
  course: "greek",
  progress: 33.333,
  creation: "2026-11-21 10:49:42.397000",
  ...over,
});
const lesson = (over: Partial<ProgressRow> = {}): ProgressRow => ({
  name: "p1",
  member: "maya@example.com",
  course: "greek",
  modified: "2026-11-21 11:00:00.000000",
  ...over,
});

describe("enrolments", () => {
  test("speak Stoa's words", () => {
    expect(toEnrolment(enrolment(), "UTC")).toEqual({
      lmsEnrolment: "5gu5e44fl0",
      lmsUser: "maya@example.com",
      lmsCourse: "greek",
      progress: 33.333,
      enrolledAt: new Date("2026-11-21T10:49:42.397Z"),
    });
  });

  test.each([
    [null, 0],
    [undefined, 0],
    [Number.NaN, 0],
    [-1, 0],
    [100.001, 100],
  ])("progress %s counts as %d", (given, wanted) => {
    expect(toEnrolment(enrolment({ progress: given }), "UTC").progress).toBe(wanted);
  });
});

describe("progress", () => {
  test("is one entry per enrolment, with the time of its latest lesson, oldest first", () => {
    const lessons = [
      lesson({ modified: "2026-11-21 11:00:00.000000" }),
      lesson({ member: "ravi@example.com", modified: "2026-11-21 11:01:00.000000" }),
      lesson({ name: "p2", modified: "2026-11-21 11:02:00.000000" }),
    ];
    const rows = [enrolment(), enrolment({ member: "ravi@example.com", progress: 100 }), enrolment({ name: "double" })];
    expect(toProgress(lessons, rows, "UTC")).toEqual([
      { lmsUser: "ravi@example.com", lmsCourse: "greek", progress: 100, changedAt: new Date("2026-11-21T11:01:00Z") },
      {
        lmsUser: "maya@example.com",
        lmsCourse: "greek",
        progress: 33.333,
        changedAt: new Date("2026-11-21T11:02:00Z"),
      },
    ]);
  });

  test("of an enrolment that is gone is left out", () => {
    expect(toProgress([lesson()], [], "UTC")).toEqual([]);
  });
});

describe("certificates", () => {
  const row = {
    name: "c 1",
    member: "maya@example.com",
    course: "greek",
    issue_date: "2026-11-21",
    creation: "2026-11-21 12:00:00.000000",
  };

  test("carry their public page", () => {
    expect(toCertificate(row, "https://learn.example.com/courses")).toMatchObject({
      lmsCertificate: "c 1",
      issuedOn: "2026-11-21",
      expiresOn: null,
      url: "https://learn.example.com/courses/greek/c%201",
    });
  });

  test("of a batch belong to no course", () => {
    expect(toCertificate({ ...row, course: null }, "https://learn.example.com/courses")).toBeNull();
  });
});

describe("requests", () => {
  test("a new user is a student who gets no mail from the LMS", () => {
    expect(newUserBody("maya@example.com", " Maya Rao ")).toEqual({
      email: "maya@example.com",
      first_name: "Maya Rao",
      send_welcome_email: 0,
      user_type: "Website User",
      roles: [{ role: "LMS Student" }],
    });
  });

  test("a user without a name is called by the address, and a long name is cut", () => {
    expect(newUserBody("maya@example.com", "  ").first_name).toBe("maya");
    expect(newUserBody("maya@example.com", "x".repeat(300)).first_name).toHaveLength(140);
  });

  test("an enrolment names its payment with an exact amount", () => {
    const payment = { paymentId: "pay_1", amount: money(4905, "EUR"), referralCode: null };
    expect(newEnrolmentBody("maya@example.com", "greek", payment)).toMatchObject({
      custom_payment_id: "pay_1",
      custom_amount: "49.05",
      custom_currency: "EUR",
      custom_referral_code: "",
    });
    expect(newEnrolmentBody("maya@example.com", "greek", undefined)).toEqual({
      member: "maya@example.com",
      course: "greek",
      member_type: "Student",
    });
  });
});
