import { dictionary } from "@zxcvbn-ts/language-common";
import { WeakPassword } from "./errors.ts";
import { PASSWORD_LENGTH_MIN } from "./policy.ts";

let common: ReadonlySet<string> | undefined;

/**
 * The rules of a new password: long enough, not among those that everybody uses, not made of the person's own address.
 * No rule of composition (NIST 800-63B). Throws `WeakPassword` with the reason.
 */
export function mustBeGoodPassword(password: string, person: { email: string; name?: string }): void {
  const plain = password.normalize("NFC");
  const lower = plain.toLowerCase();
  if ([...plain].length < PASSWORD_LENGTH_MIN) {
    throw new WeakPassword(`Use at least ${PASSWORD_LENGTH_MIN} characters. A short sentence is good.`);
  }
  if (new Set(lower).size < 4 || isCommon(lower)) {
    throw new WeakPassword("This password is one of those tried first. Choose another; a short sentence is good.");
  }
  const [mailbox = ""] = person.email.toLowerCase().split("@");
  const own = [person.email.toLowerCase(), mailbox, person.name?.toLowerCase().replaceAll(/\s/g, "") ?? ""];
  if (own.some((word) => lower.replaceAll(/\s/g, "").includes(word) && lower.length - word.length < 6)) {
    throw new WeakPassword("This password is close to your name or address. Choose another.");
  }
}

/** In the list of common passwords, as it is or without the digits and signs that people hang on to satisfy a form. */
function isCommon(lower: string): boolean {
  common ??= new Set(dictionary["passwords-common"]);
  const bare = lower.replace(/^[\d\W_]+|[\d\W_]+$/g, "");
  return common.has(lower) || common.has(bare) || isRun(lower);
}

/** `1234567890`, `9876543210`, `0246…`: nothing but digits, each a fixed step from the one before. */
function isRun(digits: string): boolean {
  const step = (Number(digits[1]) - Number(digits[0]) + 10) % 10;
  return [...digits].every(
    (digit, index) => index === 0 || (Number(digit) - Number(digits[index - 1]) + 10) % 10 === step,
  );
}
