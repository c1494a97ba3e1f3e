import { z } from "zod";
import { InvalidInput } from "./errors.ts";
import { isStorable } from "./text.ts";

/** The most rows a page may hold (T23); a list of any length is read page by page. */
export const PAGE_LIMIT_MAX = 100;
export const PAGE_LIMIT_DEFAULT = 20;

/** The two fields every list takes. Spread into the list's own input: `z.object({ ...pageInput, status: … })`. */
export const pageInput = {
  cursor: z.string().max(500).optional().describe("`nextCursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
};

/** `sort: "total"` or `"-total"`, out of the columns that a list may be put in order by; a minus turns it round. */
export function sortInput<const Name extends string>(names: readonly Name[]) {
  const turned = names.map((name) => `-${name}` as const);
  return z.enum<readonly (Name | `-${Name}`)[]>([...names, ...turned]);
}

/** What every list answers: `{ items, nextCursor }`; `nextCursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

type CursorPart = string | number | null;

/** Packs the sort key of a page's last row; opaque to the caller, checked again by `decodeCursor`. */
export function encodeCursor(parts: readonly CursorPart[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** What a part of a sort key may be. An instant is written as `Date` writes it; the year 0 is none to Postgres. */
const PARTS = {
  instant: z.iso.datetime({ precision: 3 }).refine((text) => !text.startsWith("0000")),
  text: z.string().refine(isStorable),
  integer: z.int(),
} as const;
/** What a part of a sort key may be: an instant, a text or a whole number. */
export type PartKind = keyof typeof PARTS;
type Parts<Shape extends readonly PartKind[]> = { -readonly [At in keyof Shape]: z.infer<(typeof PARTS)[Shape[At]]> };

/**
 * The sort key of a cursor, part by part what the list's columns are, so that no forged one reaches them. Throws
 * `InvalidInput` for a forged or foreign one.
 */
export function decodeCursor<const Shape extends readonly PartKind[]>(cursor: string, shape: Shape): Parts<Shape> {
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const parsed: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))));
    const parts = z.array(z.unknown()).length(shape.length).parse(parsed);
    return shape.map((kind, at) => PARTS[kind].parse(parts[at])) as Parts<Shape>;
  } catch {
    throw new InvalidInput([{ path: "cursor", message: "is not a cursor of this list" }]);
  }
}

/** Cuts a page out of `limit + 1` rows: one row too many means that there is a next page. */
export function toPage<T>(rows: readonly T[], limit: number, keyOf: (row: T) => readonly CursorPart[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
