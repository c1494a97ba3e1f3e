/** Characters that break a line or turn the direction of text around: a name has no need of either. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** Text on one line, without control characters; what may stand in a header, a greeting, a table cell. */
export function singleLine(text: string): string {
  return text.replace(CONTROL, " ").replace(/ {2,}/g, " ").trim();
}

const NAME_MAX = 60;

/**
 * A name fit for a greeting, or null. Mail programs turn anything like an address into a link, and strangers type names
 * into sign-up forms to send such links in our name; they are greeted without one.
 */
export function greetingName(name: string | null): string | null {
  const clean = singleLine(name ?? "");
  const looksLikeLink = /[/:@]|\bwww\b|\.\p{L}{2,}/iu.test(clean);
  return clean === "" || clean.length > NAME_MAX || looksLikeLink ? null : clean;
}

/** Escapes text for HTML, in content and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
