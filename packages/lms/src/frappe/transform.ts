import { decimalString } from "@stoa/kit";
import type { EnrolmentPayment, LmsCertificate, LmsEnrolment, LmsProgress } from "../lms.ts";
import { fromSiteTime } from "./site-time.ts";
import type { CertificateRow, EnrolmentRow, ProgressRow } from "./types.ts";

/** Frappe's rows in Stoa's words, and Stoa's requests in Frappe's. Pure. */

export function toEnrolment(row: EnrolmentRow, timeZone: string): LmsEnrolment {
  return {
    lmsEnrolment: row.name,
    lmsUser: row.member,
    lmsCourse: row.course,
    progress: percentage(row.progress),
    enrolledAt: fromSiteTime(row.creation, timeZone),
  };
}

/**
 * Lesson rows say that something changed; the enrolments say what the percentage now is. One entry per enrolment, with
 * the time of its latest lesson. A lesson whose enrolment is gone is left out.
 */
export function toProgress(lessons: readonly ProgressRow[], enrolments: readonly EnrolmentRow[], timeZone: string) {
  const latest = new Map<string, ProgressRow>();
  for (const lesson of lessons) latest.set(pairOf(lesson), lesson);
  const seen = new Set<string>();
  const progress: LmsProgress[] = [];
  for (const enrolment of enrolments) {
    const pair = pairOf(enrolment);
    const lesson = latest.get(pair);
    if (lesson === undefined || seen.has(pair)) continue;
    seen.add(pair);
    progress.push({
      lmsUser: enrolment.member,
      lmsCourse: enrolment.course,
      progress: percentage(enrolment.progress),
      changedAt: fromSiteTime(lesson.modified, timeZone),
    });
  }
  return progress.sort((a, b) => a.changedAt.getTime() - b.changedAt.getTime());
}

/** Null for a certificate of a batch, which belongs to no course. */
export function toCertificate(row: CertificateRow, coursesUrl: string): LmsCertificate | null {
  if (!row.course) return null;
  return {
    lmsCertificate: row.name,
    lmsUser: row.member,
    lmsCourse: row.course,
    issuedOn: row.issue_date,
    expiresOn: row.expiry_date ?? null,
    url: `${coursesUrl}/${encodeURIComponent(row.course)}/${encodeURIComponent(row.name)}`,
  };
}

/** A student who receives no mail from the LMS. Frappe keeps at most 140 characters of a name. */
export function newUserBody(email: string, name: string) {
  const firstName = name.trim().slice(0, 140) || email.slice(0, email.indexOf("@"));
  return {
    email,
    first_name: firstName,
    send_welcome_email: 0,
    user_type: "Website User",
    roles: [{ role: "LMS Student" }],
  };
}

/**
 * Frappe keeps a field it knows and drops one it does not, so the custom fields may be sent to any site; one that has
 * defined them shows its staff which order an enrolment came from.
 */
export function newEnrolmentBody(lmsUser: string, lmsCourse: string, payment: EnrolmentPayment | undefined) {
  return {
    member: lmsUser,
    course: lmsCourse,
    member_type: "Student",
    ...(payment && {
      custom_payment_id: payment.paymentId,
      custom_amount: decimalString(payment.amount),
      custom_currency: payment.amount.currency,
      custom_referral_code: payment.referralCode ?? "",
    }),
  };
}

export function pairOf(row: { member: string; course: string }): string {
  return JSON.stringify([row.member, row.course]);
}

/** Frappe computes three decimals; a course without lessons may give none or more than 100. */
function percentage(value: number | null | undefined): number {
  if (value === null || value === undefined || Number.isNaN(value)) return 0;
  return Math.min(100, Math.max(0, value));
}
