/**
 * Whether Postgres can keep a text, alone or within JSON: it takes no zero byte, and JSON no half of a surrogate pair.
 */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}
