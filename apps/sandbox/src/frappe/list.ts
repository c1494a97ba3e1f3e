import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Doctype } from "./doctypes.ts";
import { FrappeError } from "./errors.ts";

type Fragment = ReturnType<BooksReader>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const value = z.union([scalar, z.array(scalar)]);
const triple = z.tuple([z.string(), z.string(), value]);
const quadruple = z.tuple([z.string(), z.string(), z.string(), value]);
/** `[["course","=","x"]]`, `[["LMS Enrollment","course","=","x"]]`, `{"course":"x"}` or `{"course":["!=","x"]}`. */
const filtersSchema = z.union([
  z.array(z.union([triple, quadruple])),
  z.record(z.string(), z.union([z.tuple([z.string(), value]), scalar])),
]);

interface Condition {
  field: string;
  operator: string;
  value: z.infer<typeof value>;
}

const DEFAULT_LENGTH = 20;

/** Rows of a doctype by the query of a v1 list: without `fields` only names, without a length only twenty. */
export async function listDocuments(books: BooksReader, doctype: Doctype, query: Readonly<Record<string, string>>) {
  const fields = fieldsOf(doctype, query.fields);
  const all = conditionsOf(query.filters).map((condition) => toSql(books, doctype, condition));
  const any = conditionsOf(query.or_filters).map((condition) => toSql(books, doctype, condition));
  const length = whole(query.limit_page_length ?? query.limit, DEFAULT_LENGTH);
  return books<Record<string, unknown>[]>`
    SELECT ${joined(
      books,
      fields.map((field) => shown(books, doctype, field)),
      books`, `,
    )}
    FROM frappe.${books(doctype.table)}
    WHERE ${joined(books, [books`true`, ...all], books` AND `)}
      AND (${any.length === 0 ? books`true` : joined(books, any, books` OR `)})
    ORDER BY ${orderOf(books, doctype, query.order_by)}
    LIMIT ${length === 0 ? null : length} OFFSET ${whole(query.limit_start, 0)}`;
}

/** One document with all its fields, or null. */
export async function findDocument(books: BooksReader, doctype: Doctype, name: string) {
  const query = { fields: '["*"]', filters: JSON.stringify([["name", "=", name]]) };
  const [document] = await listDocuments(books, doctype, query);
  return document ?? null;
}

function fieldsOf(doctype: Doctype, raw: string | undefined): string[] {
  if (raw === undefined) return ["name"];
  const fields = z.array(z.string()).parse(parsed(raw)).map(bare);
  if (fields.includes("*")) return Object.keys(doctype.fields);
  for (const field of fields) kindOf(doctype, field);
  return fields;
}

function conditionsOf(raw: string | undefined): Condition[] {
  if (raw === undefined) return [];
  const filters = filtersSchema.safeParse(parsed(raw));
  if (!filters.success) throw new FrappeError("ValidationError", "Invalid filter");
  if (Array.isArray(filters.data)) {
    return filters.data.map((parts) => {
      const [field, operator, wanted] = parts.length === 4 ? [parts[1], parts[2], parts[3]] : parts;
      return { field: bare(field), operator: operator.toLowerCase(), value: wanted };
    });
  }
  return Object.entries(filters.data).map(([field, wanted]) =>
    Array.isArray(wanted)
      ? { field: bare(field), operator: wanted[0].toLowerCase(), value: wanted[1] }
      : { field: bare(field), operator: "=", value: wanted },
  );
}

function toSql(books: BooksReader, doctype: Doctype, condition: Condition): Fragment {
  const column = books`${books(condition.field)}`;
  const kind = kindOf(doctype, condition.field);
  const one = () => cast(books, kind, Array.isArray(condition.value) ? condition.value[0] : condition.value);
  const many = () => (Array.isArray(condition.value) ? condition.value : String(condition.value).split(","));
  const list = () =>
    joined(
      books,
      many().map((each) => cast(books, kind, each)),
      books`, `,
    );
  switch (condition.operator) {
    case "=":
      return books`${column} = ${one()}`;
    case "!=":
      return books`${column} IS DISTINCT FROM ${one()}`;
    case ">":
      return books`${column} > ${one()}`;
    case ">=":
      return books`${column} >= ${one()}`;
    case "<":
      return books`${column} < ${one()}`;
    case "<=":
      return books`${column} <= ${one()}`;
    case "like":
      return books`${column}::text ILIKE ${String(condition.value)}`;
    case "not like":
      return books`${column}::text NOT ILIKE ${String(condition.value)}`;
    case "in":
      return many().length === 0 ? books`false` : books`${column} IN (${list()})`;
    case "not in":
      return many().length === 0 ? books`true` : books`${column} NOT IN (${list()})`;
    case "is":
      return condition.value === "set" ? books`${column} IS NOT NULL` : books`${column} IS NULL`;
    default:
      throw new FrappeError("ValidationError", `Operator must be one of =, !=, >, in, like: ${condition.operator}`);
  }
}

function orderOf(books: BooksReader, doctype: Doctype, raw = "modified desc"): Fragment {
  const terms = raw.split(",").map((term): Fragment => {
    const match = /^\s*(?:`tab[^`]+`\.)?`?(\w+)`?(?:\s+(asc|desc))?\s*$/i.exec(term);
    const field = match?.[1];
    if (field === undefined) throw new FrappeError("ValidationError", `Invalid order by: ${term}`);
    kindOf(doctype, field);
    return match?.[2]?.toLowerCase() === "desc" ? books`${books(field)} DESC` : books`${books(field)} ASC`;
  });
  return joined(books, terms, books`, `);
}

/** Dates and times leave as Frappe's text, so that microseconds survive. */
function shown(books: BooksReader, doctype: Doctype, field: string): Fragment {
  const column = books(field);
  const kind = kindOf(doctype, field);
  if (kind === "datetime") return books`to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.US') AS ${column}`;
  return kind === "date" ? books`${column}::text AS ${column}` : books`${column}`;
}

function cast(books: BooksReader, kind: string, raw: unknown): Fragment {
  const text = raw === null || raw === undefined ? null : String(raw);
  if (kind === "number") return books`${text}::text::double precision`;
  if (kind === "datetime") return books`${text}::text::timestamp`;
  return kind === "date" ? books`${text}::text::date` : books`${text}::text`;
}

function kindOf(doctype: Doctype, field: string): string {
  const kind = Object.hasOwn(doctype.fields, field) ? doctype.fields[field] : undefined;
  if (kind === undefined) throw new FrappeError("DataError", `Field not permitted in query: ${field}`);
  return kind;
}

/** `tabUser`.`name` and name are one field. */
function bare(field: string): string {
  return field.replace(/^`tab[^`]+`\./, "").replaceAll("`", "");
}

function joined(books: BooksReader, parts: readonly Fragment[], separator: Fragment): Fragment {
  return parts.reduce((left, right) => books`${left}${separator}${right}`);
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw new FrappeError("ValidationError", "Invalid JSON in the query");
  }
}

function whole(raw: string | undefined, fallback: number): number {
  const count = Number(raw ?? fallback);
  return Number.isSafeInteger(count) && count >= 0 ? count : fallback;
}
