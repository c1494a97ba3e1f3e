import { z } from "zod";

/** RFC 5321 allows 254 characters in a path. */
export const EMAIL_MAX = 254;

/** An e-mail address as typed: trimmed, at most 254 characters, without line breaks or spaces. */
export const emailSchema = z
  .string()
  .trim()
  .max(EMAIL_MAX)
  .pipe(z.email({ message: "is not an e-mail address" }));

/**
 * The form under which two spellings count as one person: NFKC, lower case. Dots and plus tags are kept, because only
 * the mail host knows whether they matter; the affiliate rules compare more loosely on their own.
 */
export function normaliseEmail(email: string): string {
  return email.trim().normalize("NFKC").toLowerCase();
}
