import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import { badParam, missing } from "./api-error.ts";
import { asJson } from "./object-store.ts";
import type { ObjectKind, ObjectOf } from "./objects.ts";
import { integer, text } from "./params.ts";

const PAGE_MAX = 100;
const PAGE_DEFAULT = 10;

const limit = integer.refine((value) => value >= 1 && value <= PAGE_MAX, {
  message: "must be between 1 and 100",
});
const created = z.union([
  integer,
  z.strictObject({ gt: integer.optional(), gte: integer.optional(), lt: integer.optional(), lte: integer.optional() }),
]);

/** The parameters every list takes. */
export const listParams = {
  limit: limit.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: created.optional(),
};

export interface ListRequest {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
  created?: z.output<typeof created> | undefined;
}

export interface ObjectList<K extends ObjectKind> {
  object: "list";
  data: ObjectOf<K>[];
  has_more: boolean;
  url: string;
}

type Condition = ReturnType<BooksReader>;

/** A page of objects, newest first, of those whose body contains `fields` and that meet `extra`. */
export async function listObjects<K extends ObjectKind>(
  books: BooksReader,
  kind: K,
  url: string,
  request: ListRequest,
  fields: Record<string, unknown> = {},
  extra: Condition = books`true`,
): Promise<ObjectList<K>> {
  const size = request.limit ?? PAGE_DEFAULT;
  if (request.starting_after !== undefined && request.ending_before !== undefined) {
    throw badParam(undefined, "ending_before", "Received both starting_after and ending_before; use one of them.");
  }
  const backwards = request.ending_before !== undefined;
  const edge = request.starting_after ?? request.ending_before;
  const seq = edge === undefined ? null : await seqOf(books, edge, backwards);
  const rows = await books<{ body: ObjectOf<K> }[]>`
    SELECT body FROM stripe.object object
    WHERE kind = ${kind} AND body @> ${asJson(books, definedOnly(fields))} AND ${createdWithin(books, request.created)}
      AND ${seq === null ? books`true` : backwards ? books`seq > ${seq}` : books`seq < ${seq}`} AND ${extra}
    ORDER BY ${backwards ? books`seq ASC` : books`seq DESC`} LIMIT ${size + 1}`;
  const data = rows.slice(0, size).map((row) => row.body);
  return { object: "list", data: backwards ? data.reverse() : data, has_more: rows.length > size, url };
}

/** Optional filters of a request that were not sent do not filter. */
function definedOnly(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function createdWithin(books: BooksReader, range: ListRequest["created"]): Condition {
  if (range === undefined) return books`true`;
  const at = books`(body ->> 'created')::bigint`;
  if (typeof range === "number") return books`${at} = ${range}`;
  return books`${at} > ${range.gt ?? -1} AND ${at} >= ${range.gte ?? 0}
    AND ${at} < ${range.lt ?? Number.MAX_SAFE_INTEGER} AND ${at} <= ${range.lte ?? Number.MAX_SAFE_INTEGER}`;
}

/** Where the edge of a page lies in the order of the list. */
async function seqOf(books: BooksReader, id: string, backwards: boolean): Promise<string> {
  const [edge] = await books<{ seq: string }[]>`SELECT seq FROM stripe.object WHERE id = ${id}`;
  if (edge === undefined) throw missing("object", id, backwards ? "ending_before" : "starting_after", 400);
  return edge.seq;
}
