import { randomInt } from "node:crypto";

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";

/** A document name as Frappe makes them for doctypes without a rule: ten characters of base 32. */
export function randomName(): string {
  return Array.from({ length: 10 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** An instant as the site writes it; this site's time zone is UTC. */
export function siteTime(instant: Date): string {
  return `${instant.toISOString().slice(0, 23).replace("T", " ")}000`;
}
