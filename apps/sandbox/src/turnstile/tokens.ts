import { randomBytes } from "node:crypto";
import type { Books } from "../books/open-books.ts";

export interface Solved {
  action: string;
  hostname: string;
  issued_at: Date;
}

/** Cloudflare's tokens are good for five minutes. */
const VALID_MS = 5 * 60_000;

/** A token of a widget that was solved on a site for an action. */
export async function issueToken(
  books: Books,
  solved: { action: string; hostname: string },
  now: Date,
): Promise<string> {
  const token = `0.${randomBytes(24).toString("base64url")}`;
  await books`INSERT INTO turnstile.token ${books({ token, ...solved, issued_at: now })}`;
  return token;
}

/** Uses a token up. The first asker alone is told that it was good; one statement decides who that is. */
export async function useToken(
  books: Books,
  token: string,
  now: Date,
): Promise<Solved | "invalid-input-response" | "timeout-or-duplicate"> {
  const [used] = await books<Solved[]>`
    UPDATE turnstile.token SET used_at = ${now}
    WHERE token = ${token} AND used_at IS NULL AND issued_at > ${new Date(now.getTime() - VALID_MS)}
    RETURNING action, hostname, issued_at`;
  if (used !== undefined) return used;
  const known = await books`SELECT 1 FROM turnstile.token WHERE token = ${token}`;
  return known.length > 0 ? "timeout-or-duplicate" : "invalid-input-response";
}
