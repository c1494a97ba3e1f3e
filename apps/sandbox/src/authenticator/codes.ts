import { Secret, TOTP, URI } from "otpauth";
import type { BooksReader } from "../books/open-books.ts";

export interface Code {
  account: string;
  code: string;
  remainingSeconds: number;
  period: number;
}

/** An `otpauth://totp/…` URI or secret that cannot be read. */
export class UnreadableSecret extends Error {
  override name = "UnreadableSecret";
}

/** Adds an account by its base32 secret, with the usual six digits and thirty seconds. */
export async function addSecret(books: BooksReader, account: string, secret: string, at: Date): Promise<void> {
  await put(books, account, new TOTP({ issuer: "Stoa", label: account, secret: secretOf(secret) }), at);
}

/** Adds an account by what an authenticator app would scan. Gives the account's name. */
export async function addUri(books: BooksReader, uri: string, at: Date): Promise<string> {
  const totp = totpOf(uri);
  if (totp.label === "") throw new UnreadableSecret("The address names no account.");
  await put(books, totp.label, totp, at);
  return totp.label;
}

export async function removeAccount(books: BooksReader, account: string): Promise<void> {
  await books`DELETE FROM authenticator.account WHERE account = ${account}`;
}

/** The codes of all accounts, or of one, as they are at `now`. */
export async function currentCodes(books: BooksReader, now: Date, account: string | null = null): Promise<Code[]> {
  const rows = await books<{ account: string; uri: string }[]>`
    SELECT account, uri FROM authenticator.account
    WHERE ${account}::text IS NULL OR account = ${account} ORDER BY account`;
  return rows.map((row) => {
    const totp = totpOf(row.uri);
    const timestamp = now.getTime();
    const remainingSeconds = totp.period - (Math.floor(timestamp / 1000) % totp.period);
    return { account: row.account, code: totp.generate({ timestamp }), remainingSeconds, period: totp.period };
  });
}

async function put(books: BooksReader, account: string, totp: TOTP, at: Date): Promise<void> {
  await books`
    INSERT INTO authenticator.account (account, uri, added_at) VALUES (${account}, ${totp.toString()}, ${at})
    ON CONFLICT (account) DO UPDATE SET uri = excluded.uri, added_at = excluded.added_at`;
}

function totpOf(uri: string): TOTP {
  try {
    const parsed = URI.parse(uri.trim());
    if (parsed instanceof TOTP) return parsed;
  } catch {
    throw new UnreadableSecret("That is not an otpauth:// address.");
  }
  throw new UnreadableSecret("Only codes that change with time are shown here.");
}

function secretOf(base32: string): Secret {
  try {
    return Secret.fromBase32(base32.replace(/[\s-]/g, "").toUpperCase());
  } catch {
    throw new UnreadableSecret("The secret is not base32.");
  }
}
