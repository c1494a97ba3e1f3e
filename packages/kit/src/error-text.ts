import { redactText, redactWords } from "./redact.ts";

const LINK_CHARS = 500;
const LINKS_MAX = 4;

/**
 * What a failure says and what caused it, as a row or a notice may keep it: without secrets, personal data and the
 * parameters of statements, at most 2,100 characters. Every column and notice that tells of an error is written with it.
 */
export function errorText(error: unknown): string {
  const links: string[] = [];
  let link: unknown = error;
  while (link !== undefined && link !== null && links.length < LINKS_MAX) {
    links.push(linkText(link));
    link = link instanceof Error ? link.cause : undefined;
  }
  return links.join(", because of ");
}

function linkText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${redactWords(error).message}` : redactText(String(error));
  return text.length > LINK_CHARS ? `${text.slice(0, LINK_CHARS)}…` : text;
}
