import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps } from "../part.ts";
import { USER } from "./doctypes.ts";
import { FrappeError } from "./errors.ts";
import { findDocument } from "./list.ts";
import { siteTime } from "./names.ts";
import { readSite } from "./site.ts";

const newUserSchema = z.object({
  email: z.string().trim().toLowerCase(),
  first_name: z.string().max(140),
  last_name: z.string().nullish(),
  user_type: z.string().default("System User"),
  enabled: z.coerce.number().default(1),
  roles: z.array(z.object({ role: z.string() })).default([]),
});

/** Creates a user named by the lower-cased e-mail; the LMS adds its student role by itself. */
export async function createUser({ books, clock }: Deps, body: unknown) {
  const parsed = newUserSchema.safeParse(body);
  if (!parsed.success) throw missingFields(parsed.error);
  const user = parsed.data;
  if (!z.email().safeParse(user.email).success) {
    throw new FrappeError("ValidationError", `${user.email} is not a valid Email Address`);
  }
  await throttle(books);
  const now = siteTime(clock.now());
  const roles = [...new Set([...user.roles.map(({ role }) => role), "LMS Student"])];
  const created = await books`
    INSERT INTO frappe."user" (name, email, first_name, last_name, user_type, enabled, roles, owner, creation, modified)
    VALUES (${user.email}, ${user.email}, ${user.first_name}, ${user.last_name ?? null}, ${user.user_type},
      ${user.enabled}, ${roles}, 'Administrator', ${now}, ${now})
    ON CONFLICT (name) DO NOTHING RETURNING name`;
  if (created.length === 0)
    throw new FrappeError("DuplicateEntryError", `User <strong>${user.email}</strong> already exists`);
  return findDocument(books, USER, user.email);
}

/** Frappe bounds new users per minute and says so with a plain ValidationError. */
async function throttle(books: BooksReader): Promise<void> {
  const { throttleUserLimit } = await readSite(books);
  if (throttleUserLimit === 0) return;
  const [recent] = await books<{ count: number }[]>`
    SELECT count(*)::int AS count FROM frappe."user" WHERE creation > (now() AT TIME ZONE 'UTC') - interval '1 minute'`;
  if ((recent?.count ?? 0) >= throttleUserLimit) throw new FrappeError("ValidationError", "Throttled");
}

export function missingFields(error: z.ZodError): FrappeError {
  const fields = error.issues.map((issue) => issue.path.join(".")).join(", ");
  return new FrappeError("MandatoryError", `Value missing for: ${fields}`);
}
