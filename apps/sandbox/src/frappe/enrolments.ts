import { z } from "zod";
import type { Deps } from "../part.ts";
import { type Course, findCourse } from "./courses.ts";
import { ENROLLMENT } from "./doctypes.ts";
import { FrappeError } from "./errors.ts";
import { findDocument } from "./list.ts";
import { randomName, siteTime } from "./names.ts";
import { mayEnrolAnybody, readSite, type Site } from "./site.ts";
import { missingFields } from "./users.ts";

const custom = z.coerce.string().nullish();
const newEnrolmentSchema = z.object({
  course: z.string(),
  member: z.string(),
  member_type: z.enum(["Student", "Mentor", "Staff"]).default("Student"),
  role: z.enum(["Member", "Admin"]).default("Member"),
  custom_payment_id: custom,
  custom_amount: custom,
  custom_currency: custom,
  custom_referral_code: custom,
});

/** Enrols a member, refusing in the order the real controller does: links, duplicates, then the course's own rules. */
export async function createEnrolment(deps: Deps, body: unknown) {
  const parsed = newEnrolmentSchema.safeParse(body);
  if (!parsed.success) throw missingFields(parsed.error);
  const enrolment = parsed.data;
  const course = await findCourse(deps, enrolment.course);
  if (course === null) throw new FrappeError("LinkValidationError", `Could not find Course: ${enrolment.course}`);
  const [member] = await deps.books<{ first_name: string }[]>`
    SELECT first_name FROM frappe."user" WHERE name = ${enrolment.member}`;
  if (member === undefined) throw new FrappeError("LinkValidationError", `Could not find Member: ${enrolment.member}`);
  await refuseDuplicate(deps, enrolment.course, enrolment.member);
  refuseByCourse(course, await readSite(deps.books));

  const name = randomName();
  const now = siteTime(deps.clock.now());
  await deps.books`
    INSERT INTO frappe.enrollment (name, course, member, member_name, member_type, role, custom_payment_id, custom_amount,
      custom_currency, custom_referral_code, owner, creation, modified)
    VALUES (${name}, ${enrolment.course}, ${enrolment.member}, ${member.first_name}, ${enrolment.member_type},
      ${enrolment.role}, ${enrolment.custom_payment_id ?? null}, ${enrolment.custom_amount ?? null},
      ${enrolment.custom_currency ?? null}, ${enrolment.custom_referral_code ?? null}, ${enrolment.member}, ${now}, ${now})`;
  return findDocument(deps.books, ENROLLMENT, name);
}

/** Checked by looking, as the real site does: two requests at once may both find nothing. */
async function refuseDuplicate({ books }: Deps, course: string, member: string): Promise<void> {
  const found = await books`SELECT 1 FROM frappe.enrollment WHERE course = ${course} AND member = ${member} LIMIT 1`;
  if (found.length > 0) throw new FrappeError("ValidationError", "Student is already enrolled in this course.");
}

function refuseByCourse(course: Course, site: Site): void {
  if (mayEnrolAnybody(site)) return;
  if (course.disable_self_learning === 1) {
    throw new FrappeError(
      "ValidationError",
      "You cannot enroll in this course as self-learning is disabled. Please contact the Administrator.",
    );
  }
  if (course.published === 0) throw new FrappeError("ValidationError", "You cannot enroll in an unpublished course.");
  if (course.paid_course === 1) {
    throw new FrappeError("ValidationError", "You need to complete the payment for this course before enrolling.");
  }
}

const changeSchema = z.object({
  modified: z.string().optional(),
  member_type: z.enum(["Student", "Mentor", "Staff"]).optional(),
  role: z.enum(["Member", "Admin"]).optional(),
  current_lesson: z.string().nullish(),
});

/** Changes what a caller may change; `progress` is the site's own business and is left as it is. */
export async function changeEnrolment({ books, clock }: Deps, name: string, body: unknown) {
  const change = changeSchema.safeParse(body);
  if (!change.success) throw new FrappeError("ValidationError", "Invalid value");
  const found = await findDocument(books, ENROLLMENT, name);
  if (found === null) throw notFound(name);
  if (change.data.modified !== undefined && change.data.modified !== found.modified) {
    throw new FrappeError("TimestampMismatchError", "Document has been modified after you have opened it");
  }
  await books`
    UPDATE frappe.enrollment
    SET member_type = ${change.data.member_type ?? String(found.member_type)}, role = ${change.data.role ?? String(found.role)},
      current_lesson = ${change.data.current_lesson ?? null}, modified = ${siteTime(clock.now())}
    WHERE name = ${name}`;
  return findDocument(books, ENROLLMENT, name);
}

export async function deleteEnrolment({ books }: Deps, name: string): Promise<void> {
  const deleted = await books`DELETE FROM frappe.enrollment WHERE name = ${name} RETURNING name`;
  if (deleted.length === 0) throw notFound(name);
}

function notFound(name: string): FrappeError {
  return new FrappeError("DoesNotExistError", `LMS Enrollment <strong>${name}</strong> not found`);
}
