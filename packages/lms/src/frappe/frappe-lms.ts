import { decodeCursor, normaliseEmail, PAGE_LIMIT_MAX, toPage } from "@stoa/kit";
import type { z } from "zod";
import { LmsOutcomeUnknown, LmsRefused } from "../errors.ts";
import type { ChangesSince, EnrolmentKey, EnrolmentPayment, Lms, LmsEnrolment } from "../lms.ts";
import { createFrappeApi, type FrappeApi, type FrappeApiConfig, isAbsent } from "./frappe-api.ts";
import { toSiteTime } from "./site-time.ts";
import { newEnrolmentBody, newUserBody, pairOf, toCertificate, toEnrolment, toProgress } from "./transform.ts";
import {
  certificateRow,
  deletion,
  documentAnswer,
  type EnrolmentRow,
  enrolmentRow,
  identity,
  listAnswer,
  type ProgressRow,
  progressRow,
  userRow,
} from "./types.ts";

export interface FrappeLmsConfig extends FrappeApiConfig {
  /** The site's System Settings → Time Zone, in which Frappe writes every time. UTC unless told. */
  siteTimeZone?: string;
  /** Where the site shows its courses: `/courses`, or `/lms/courses` for the newer front end. */
  coursesPath?: string;
}

type Filter = readonly [field: string, operator: "=" | ">" | ">=" | "in", value: string | readonly string[]];

/** The `Lms` of a Frappe LMS site. The key's user needs the roles System Manager (users) and Moderator (courses). */
export function createFrappeLms(config: FrappeLmsConfig): Lms {
  const api = createFrappeApi(config);
  const timeZone = config.siteTimeZone ?? "UTC";
  const coursesUrl = `${api.baseUrl}${config.coursesPath ?? "/courses"}`;
  return {
    ping: async () => {
      await api.call({ method: "GET", path: "method/frappe.auth.get_logged_user" }, identity);
    },
    ensureUser: (input) => ensureUser(api, input),
    findEnrolment: async (key) => {
      const [row] = await enrolmentsOf(api, key);
      return row === undefined ? null : toEnrolment(row, timeZone);
    },
    ensureEnrolment: (input) => ensureEnrolment(api, timeZone, input),
    removeEnrolment: (key) => removeEnrolment(api, key),
    listProgressSince: (input) => listProgressSince(api, timeZone, input),
    listCertificates: (input) => listCertificates(api, timeZone, coursesUrl, input),
    courseUrl: (lmsCourse) => `${coursesUrl}/${encodeURIComponent(lmsCourse)}`,
    withCorrelationId: (correlationId) => createFrappeLms({ ...config, correlationId }),
  };
}

/** The user's name in Frappe is the lower-cased e-mail. A second creation answers 409, which is as good as a first. */
async function ensureUser(api: FrappeApi, input: { email: string; name: string }) {
  const email = normaliseEmail(input.email);
  const existing = await findUser(api, email);
  if (existing !== null) return { lmsUser: existing, created: false };
  try {
    const body = newUserBody(email, input.name);
    const answer = await api.call({ method: "POST", path: "resource/User", body }, documentAnswer(userRow));
    return { lmsUser: answer.data.name, created: true };
  } catch (error) {
    if (error instanceof LmsRefused && error.excType === "DuplicateEntryError")
      return { lmsUser: email, created: false };
    if (!(error instanceof LmsOutcomeUnknown)) throw error;
    const made = await findUser(api, email);
    if (made === null) throw error;
    return { lmsUser: made, created: true };
  }
}

async function findUser(api: FrappeApi, email: string): Promise<string | null> {
  try {
    const path = `resource/User/${encodeURIComponent(email)}`;
    return (await api.call({ method: "GET", path, mayBeAbsent: true }, documentAnswer(userRow))).data.name;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/**
 * A refusal may mean "already enrolled": Frappe says so only in translated text, so what is there is asked for instead.
 */
async function ensureEnrolment(
  api: FrappeApi,
  timeZone: string,
  input: EnrolmentKey & { payment?: EnrolmentPayment },
): Promise<LmsEnrolment & { created: boolean }> {
  const [existing] = await enrolmentsOf(api, input);
  if (existing !== undefined) return { ...toEnrolment(existing, timeZone), created: false };
  try {
    const body = newEnrolmentBody(input.lmsUser, input.lmsCourse, input.payment);
    const made = await api.call(
      { method: "POST", path: "resource/LMS%20Enrollment", body },
      documentAnswer(enrolmentRow),
    );
    return { ...toEnrolment(made.data, timeZone), created: true };
  } catch (error) {
    const lost = error instanceof LmsOutcomeUnknown;
    if (!lost && !(error instanceof LmsRefused)) throw error;
    const [found] = await enrolmentsOf(api, input);
    if (found === undefined) throw error;
    return { ...toEnrolment(found, timeZone), created: lost };
  }
}

async function removeEnrolment(api: FrappeApi, key: EnrolmentKey): Promise<{ removed: boolean }> {
  const rows = await enrolmentsOf(api, key);
  try {
    for (const row of rows) await deleteEnrolment(api, row.name);
  } catch (error) {
    const gone = error instanceof LmsOutcomeUnknown && (await enrolmentsOf(api, key)).length === 0;
    if (!gone) throw error;
  }
  return { removed: rows.length > 0 };
}

async function deleteEnrolment(api: FrappeApi, name: string): Promise<void> {
  try {
    const path = `resource/LMS%20Enrollment/${encodeURIComponent(name)}`;
    await api.call({ method: "DELETE", path, mayBeAbsent: true }, deletion);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/** Polling enrolments by `modified` would miss every change, because Frappe writes progress without touching it. */
async function listProgressSince(api: FrappeApi, timeZone: string, input: ChangesSince) {
  const { items: lessons, nextCursor } = await listSince(api, {
    doctype: "LMS Course Progress",
    row: progressRow,
    sortField: "modified",
    from: toSiteTime(input.since, timeZone),
    input,
  });
  return { items: toProgress(lessons, await enrolmentsOfLessons(api, lessons), timeZone), nextCursor };
}

async function listCertificates(api: FrappeApi, timeZone: string, coursesUrl: string, input: ChangesSince) {
  const { items, nextCursor } = await listSince(api, {
    doctype: "LMS Certificate",
    row: certificateRow,
    sortField: "creation",
    from: toSiteTime(input.since, timeZone),
    input,
  });
  return { items: items.flatMap((row) => toCertificate(row, coursesUrl) ?? []), nextCursor };
}

const ENROLMENT_FIELDS = Object.keys(enrolmentRow.shape);
/** More rows for one pair than two racing requests could ever leave behind. */
const DUPLICATES_MAX = 20;

function enrolmentsOf(api: FrappeApi, key: EnrolmentKey): Promise<EnrolmentRow[]> {
  const filters: Filter[] = [
    ["course", "=", key.lmsCourse],
    ["member", "=", key.lmsUser],
  ];
  return list(api, "LMS Enrollment", enrolmentRow, ENROLMENT_FIELDS, {
    filters: JSON.stringify(filters),
    order_by: "creation asc",
    limit_page_length: String(DUPLICATES_MAX),
  });
}

/** So many members of one course fit into a request line that every proxy accepts (8 kB). */
const MEMBERS_PER_REQUEST = 20;

async function enrolmentsOfLessons(api: FrappeApi, lessons: readonly ProgressRow[]): Promise<EnrolmentRow[]> {
  const membersByCourse = new Map<string, string[]>();
  for (const { course, member } of new Map(lessons.map((lesson) => [pairOf(lesson), lesson])).values()) {
    membersByCourse.set(course, [...(membersByCourse.get(course) ?? []), member]);
  }
  const enrolments: EnrolmentRow[] = [];
  for (const [course, members] of membersByCourse) {
    for (let start = 0; start < members.length; start += MEMBERS_PER_REQUEST) {
      const some = members.slice(start, start + MEMBERS_PER_REQUEST);
      const filters: Filter[] = [
        ["course", "=", course],
        ["member", "in", some],
      ];
      const rows = await list(api, "LMS Enrollment", enrolmentRow, ENROLMENT_FIELDS, {
        filters: JSON.stringify(filters),
        order_by: "creation asc",
        limit_page_length: String(MEMBERS_PER_REQUEST * DUPLICATES_MAX),
      });
      enrolments.push(...rows);
    }
  }
  return enrolments;
}

interface ListSince<R> {
  doctype: string;
  row: z.ZodType<R> & { shape: object };
  sortField: "modified" | "creation";
  from: string;
  input: ChangesSince;
}

/**
 * One page by (time, name), so that rows which change while we page move to the end and none is skipped. Frappe has no
 * row comparison: `time >= t AND (time > t OR name > n)` says the same.
 */
async function listSince<R extends { name: string; modified?: string; creation?: string }>(
  api: FrappeApi,
  { doctype, row, sortField, from, input }: ListSince<R>,
) {
  const limit = Math.min(input.limit ?? PAGE_LIMIT_MAX, PAGE_LIMIT_MAX);
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ["text", "text"]);
  const filters: Filter[] = [[sortField, ">=", after?.[0] ?? from]];
  const orFilters: Filter[] =
    after === null
      ? []
      : [
          [sortField, ">", after[0]],
          ["name", ">", after[1]],
        ];
  const rows = await list(api, doctype, row, Object.keys(row.shape), {
    filters: JSON.stringify(filters),
    ...(orFilters.length > 0 && { or_filters: JSON.stringify(orFilters) }),
    order_by: `${sortField} asc, name asc`,
    limit_page_length: String(limit + 1),
  });
  return toPage(rows, limit, (last) => [last[sortField] ?? "", last.name]);
}

/** `fields` is always named: without it Frappe gives only `name`, and without a length only 20 rows. */
async function list<R>(
  api: FrappeApi,
  doctype: string,
  row: z.ZodType<R>,
  fields: readonly string[],
  query: Readonly<Record<string, string>>,
): Promise<R[]> {
  const path = `resource/${encodeURIComponent(doctype)}`;
  const request = {
    method: "GET",
    path,
    query: { fields: JSON.stringify(fields), limit_start: "0", ...query },
  } as const;
  return (await api.call(request, listAnswer(row))).data;
}
