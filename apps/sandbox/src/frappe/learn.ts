import type { BooksReader } from "../books/open-books.ts";
import type { Deps } from "../part.ts";
import { type Course, findCourse } from "./courses.ts";
import { FrappeError } from "./errors.ts";
import { randomName, siteTime } from "./names.ts";

/** What a learner does on the site: lessons are completed, and a finished course gives a certificate. */

export interface Desk {
  course: Course;
  member: string;
  /** Null when this member is not enrolled. */
  progress: number | null;
  completed: ReadonlySet<string>;
  certificate: string | null;
}

/** How one member stands in one course; null when there is no such course. */
export async function deskOf(deps: Deps, courseName: string, member: string): Promise<Desk | null> {
  const course = await findCourse(deps, courseName);
  if (course === null) return null;
  const { books } = deps;
  const [enrolment] = await books<{ progress: number }[]>`
    SELECT progress FROM frappe.enrollment WHERE course = ${courseName} AND member = ${member} ORDER BY creation LIMIT 1`;
  const lessons = await books<{ lesson: string }[]>`
    SELECT lesson FROM frappe.course_progress
    WHERE course = ${courseName} AND member = ${member} AND status = 'Complete'`;
  const [certificate] = await books<{ name: string }[]>`
    SELECT name FROM frappe.certificate WHERE course = ${courseName} AND member = ${member} LIMIT 1`;
  return {
    course,
    member,
    progress: enrolment?.progress ?? null,
    completed: new Set(lessons.map(({ lesson }) => lesson)),
    certificate: certificate?.name ?? null,
  };
}

/** Completes lessons; each writes a row of its own, and the percentage follows. A completed one stays as it is. */
export async function completeLessons(deps: Deps, course: string, member: string, lessons: readonly string[]) {
  const desk = await deskOf(deps, course, member);
  if (desk?.progress == null) throw new FrappeError("PermissionError", "You are not enrolled in this course.");
  const known = lessons.filter((lesson) => desk.course.lesson_titles.includes(lesson));
  const now = siteTime(deps.clock.now());
  await deps.books.begin(async (transaction) => {
    for (const lesson of known) {
      await transaction`
        INSERT INTO frappe.course_progress (name, course, member, lesson, status, owner, creation, modified)
        VALUES (${randomName()}, ${course}, ${member}, ${lesson}, 'Complete', ${member}, ${now}, ${now})
        ON CONFLICT (course, member, lesson) DO NOTHING`;
    }
    await writeProgress(transaction, desk.course, member);
  });
}

/** The site's quirk: the percentage is written without touching `modified`. */
async function writeProgress(books: BooksReader, course: Course, member: string): Promise<void> {
  await books`
    UPDATE frappe.enrollment
    SET progress = round((
        SELECT count(*) FROM frappe.course_progress
        WHERE course = ${course.name} AND member = ${member} AND status = 'Complete'
          AND lesson = ANY (${course.lesson_titles})
      ) * 100.0 / greatest(${course.lesson_titles.length}::int, 1), 3)::double precision
    WHERE course = ${course.name} AND member = ${member}`;
}

/** Issues the certificate of a finished course. Throws when it is not finished or there is one already. */
export async function issueCertificate(deps: Deps, course: string, member: string): Promise<string> {
  const desk = await deskOf(deps, course, member);
  if (desk?.progress == null || desk.progress < 100) {
    throw new FrappeError("ValidationError", "You have not completed the course yet.");
  }
  if (desk.course.enable_certification === 0) {
    throw new FrappeError("ValidationError", "Certification is not enabled for this course.");
  }
  if (desk.certificate !== null) throw new FrappeError("ValidationError", "A certificate was already issued.");
  const name = randomName();
  const now = siteTime(deps.clock.now());
  await deps.books`
    INSERT INTO frappe.certificate (name, course, member, issue_date, template, published, owner, creation, modified)
    VALUES (${name}, ${course}, ${member}, ${now.slice(0, 10)}, 'Certificate', 1, ${member}, ${now}, ${now})`;
  return name;
}
