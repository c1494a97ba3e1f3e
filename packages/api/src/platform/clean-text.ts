import sanitizeHtml from "sanitize-html";
import { z } from "zod";

/** Plain text as it is stored: no markup, no control characters, single spaces inside a line (P10). */
export function cleanPlain(text: string): string {
  const bare = sanitizeHtml(text, { allowedTags: [], allowedAttributes: {} });
  return decodeEntities(bare)
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}]/gu, (char) => (char === "\n" || char === "\t" ? " " : ""))
    .replace(/\s+/g, " ")
    .trim();
}

/** sanitize-html escapes what it keeps; stored plain text is the text itself, escaped again where it is shown. */
function decodeEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

/** Rich text as it is stored: p, br, strong, em, ul, ol, li and links to http, https or mailto (P10). */
export function cleanRich(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: ["p", "br", "strong", "em", "ul", "ol", "li", "a"],
    allowedAttributes: { a: ["href"] },
    allowedSchemes: ["http", "https", "mailto"],
    allowedSchemesAppliedToAttributes: ["href"],
    allowProtocolRelative: false,
  }).trim();
}

/** A plain field of a form: cleaned, then measured. */
export function plainText(options: { min?: number; max: number }) {
  return z
    .string()
    .max(options.max * 8)
    .transform(cleanPlain)
    .pipe(
      z
        .string()
        .min(options.min ?? 1)
        .max(options.max),
    );
}

/** A rich field of a form. */
export function richText(options: { max: number }) {
  return z.string().max(options.max).transform(cleanRich);
}
