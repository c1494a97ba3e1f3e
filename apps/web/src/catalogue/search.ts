import { listCoursesInput } from "@stoa/api/courses/schemas";
import { isStorable } from "@stoa/kit";
import type { z } from "zod";

export type SearchParams = Record<string, string | string[] | undefined>;
export type CourseSearch = z.infer<typeof listCoursesInput>;

/** Page size of the catalogue: full rows at two and three columns. */
const LIMIT = 12;
const FIELDS = ["q", "category", "difficulty", "sort", "cursor"] as const;

/** What an address of the catalogue asks for. What cannot be understood is left out: a link may be old or mangled. */
export function courseSearch(params: SearchParams): CourseSearch {
  const given: Record<string, unknown> = { limit: LIMIT };
  for (const field of FIELDS) {
    const value = params[field];
    if (typeof value !== "string" || value.trim() === "" || !isStorable(value)) continue;
    if (listCoursesInput.safeParse({ [field]: value }).success) given[field] = value;
  }
  return listCoursesInput.parse(given);
}

/** The address of the catalogue for a search, with some of it changed; `undefined` takes a part out. */
export function searchHref(
  search: CourseSearch,
  change: Partial<Record<(typeof FIELDS)[number], string | undefined>>,
): string {
  const merged: Record<string, unknown> = { ...search, ...change };
  const query = new URLSearchParams();
  for (const field of FIELDS) {
    const value = merged[field];
    if (typeof value === "string" && value !== "" && !(field === "sort" && value === "newest")) query.set(field, value);
  }
  const text = query.toString();
  return text === "" ? "/courses" : `/courses?${text}`;
}

/** Whether anything but the order of the list was asked for. */
export function isFiltered(search: CourseSearch): boolean {
  return Boolean(search.q || search.category || search.difficulty);
}
