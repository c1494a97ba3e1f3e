import type { BooksReader } from "../books/open-books.ts";

/** Roles that may enrol people in unpublished, paid and closed courses. System Manager is not among them. */
const ENROLLING_ROLES = ["Moderator", "Course Creator", "Batch Evaluator"];

/** How the imitated site is set up; a test may change it. */
export interface Site {
  /** Roles of the user whose key Stoa holds. */
  roles: readonly string[];
  /** New users allowed per minute; 0 is no bound. Real sites allow 60 unless configured. */
  throttleUserLimit: number;
}

export const FRESH_SITE: Site = { roles: ["System Manager", "Moderator"], throttleUserLimit: 0 };

export async function readSite(books: BooksReader): Promise<Site> {
  const [site] = await books<Site[]>`
    SELECT roles, throttle_user_limit AS "throttleUserLimit" FROM frappe.site`;
  return site ?? FRESH_SITE;
}

export async function changeSite(books: BooksReader, change: Partial<Site>): Promise<Site> {
  const site = { ...(await readSite(books)), ...change };
  await books`
    INSERT INTO frappe.site (roles, throttle_user_limit) VALUES (${[...site.roles]}, ${site.throttleUserLimit})
    ON CONFLICT (only_row) DO UPDATE SET roles = excluded.roles, throttle_user_limit = excluded.throttle_user_limit`;
  return site;
}

export function mayEnrolAnybody(site: Site): boolean {
  return site.roles.some((role) => ENROLLING_ROLES.includes(role));
}
