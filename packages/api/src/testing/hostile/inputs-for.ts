import fc from "fast-check";
import { z } from "zod";
import { FORGED_CURSORS, HOSTILE_METAS, HOSTILE_NAMES, HOSTILE_TEXTS, HOSTILE_VALUES } from "./hostile-values.ts";
import { Verbatim } from "./wire.ts";

/** What a call carries, before it is written as JSON: superjson's envelope. */
export interface Envelope {
  json: unknown;
  meta?: unknown;
}

/** The part of JSON Schema that zod writes for inputs. */
interface Schema {
  type?: "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
}

/**
 * Inputs of a procedure, made from its own schema: what it takes, the same with one thing wrong, and what has nothing to
 * do with it. `known` are texts that mean something here: ids of everybody's things, addresses, slugs.
 */
export function inputsFor(schema: z.ZodType | undefined, known: readonly string[]): fc.Arbitrary<Envelope> {
  const described = schema ? (z.toJSONSchema(schema, DESCRIBED) as Schema) : undefined;
  const valid = described ? valuesOf(described, known) : fc.constant(undefined);
  const meta = described ? datesOf(described) : undefined;
  const near = nearly(valid);
  const foreign = fc.constantFrom(...HOSTILE_VALUES);
  return fc.oneof(
    { weight: 4, arbitrary: valid.map((json) => ({ json, meta })) },
    { weight: 7, arbitrary: near.map((json) => ({ json, meta })) },
    { weight: 1, arbitrary: foreign.map((json) => ({ json })) },
    { weight: 1, arbitrary: fc.record({ json: valid, meta: fc.constantFrom(...HOSTILE_METAS) }) },
  );
}

/** Values with one thing wrong, at any depth. */
export function nearly(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.nat(), fc.constantFrom(...CHANGES), fc.constantFrom(...HOSTILE_VALUES), anyName)
    .map(([value, at, change, hostile, name]) => change(value, at, hostile, name));
}

const DESCRIBED = {
  io: "input",
  unrepresentable: "any",
  override: ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (zodSchema._zod.def.type === "date") jsonSchema.format = zodSchema._zod.def.coerce ? "date-time" : "date";
  },
} as const;

/** Tells superjson which fields are dates; only fields of the first level are, in any input so far. */
function datesOf(schema: Schema): unknown {
  const dates = Object.entries(schema.properties ?? {}).filter(([, { format }]) => format === "date");
  return dates.length === 0 ? undefined : { values: Object.fromEntries(dates.map(([name]) => [name, ["Date"]])) };
}

function valuesOf(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, known)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "string":
      return textsOf(schema, known);
    case "integer":
    case "number":
      return numbersOf(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(valuesOf(schema.items ?? {}, known), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, Math.max(4, schema.minItems ?? 0)),
      });
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, field]) => [name, valuesOf(field, known)]),
        ),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    case undefined:
      return schema.format?.startsWith("date") ? moments : fc.jsonValue();
  }
}

const moments = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());

/** Known texts that fit, and others of the right length and shape. */
function textsOf(schema: Schema, known: readonly string[]): fc.Arbitrary<string> {
  const [minLength, maxLength] = [schema.minLength ?? 0, schema.maxLength ?? 200];
  const pattern = schema.pattern === undefined ? null : new RegExp(schema.pattern);
  const fits = (text: string) =>
    text.length >= minLength && text.length <= maxLength && (pattern === null || pattern.test(text));
  const fitting = byKind(known.filter(fits));
  const hostile = [...HOSTILE_TEXTS, ...FORGED_CURSORS].filter(fits);
  const size = { minLength, maxLength: Math.min(maxLength, minLength + 60) };
  const shaped =
    pattern === null
      ? fc.string({ ...size, unit: "grapheme" })
      : fc.stringMatching(pattern, { maxLength: Math.max(size.maxLength, minLength) });
  return fc.oneof(
    ...(fitting.length === 0 ? [] : [{ weight: 6, arbitrary: fc.oneof(...fitting) }]),
    ...(hostile.length === 0 ? [] : [{ weight: 2, arbitrary: fc.constantFrom(...hostile) }]),
    { weight: 2, arbitrary: shaped },
  );
}

/** One arbitrary a kind of id, so that the few courses are tried as often as the many transfers. */
function byKind(texts: readonly string[]): fc.Arbitrary<string>[] {
  const kinds = Map.groupBy(texts, (text) => /^([a-z]{2,5})_/.exec(text)?.[1] ?? "other");
  return [...kinds.values()].map((kind) => fc.constantFrom(...kind));
}

function numbersOf({ type, minimum, maximum }: Schema): fc.Arbitrary<number> {
  const [min, max] = [minimum ?? Number.MIN_SAFE_INTEGER, maximum ?? Number.MAX_SAFE_INTEGER];
  const whole = fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
  return type === "integer" ? whole : fc.oneof(whole, fc.double({ min, max, noNaN: true }));
}

const anyName = fc.constantFrom(...HOSTILE_NAMES);
type Change = (value: unknown, at: number, hostile: unknown, name: string) => unknown;

/** One thing wrong with a value that is otherwise right. */
const CHANGES: readonly Change[] = [
  (value, at, hostile) => withPart(value, at, () => hostile),
  (value, at, hostile) => withPart(value, at, () => hostile),
  (value, at) => withPart(value, at, () => undefined),
  (value, at) => withPart(value, at, (part) => [part]),
  (value, _at, hostile, name) => withField(value, name, hostile),
];

/** The value with the part at a position, counted over all its depths, put through `change`. */
function withPart(value: unknown, at: number, change: (part: unknown) => unknown): unknown {
  const count = partsOf(value);
  let left = at % count;
  const visit = (part: unknown): unknown => {
    if (left-- === 0) return change(part);
    if (Array.isArray(part)) return part.map(visit);
    if (part === null || typeof part !== "object" || part instanceof Verbatim) return part;
    return Object.fromEntries(Object.entries(part).map(([name, field]) => [name, visit(field)]));
  };
  return visit(value);
}

function partsOf(value: unknown): number {
  if (value === null || typeof value !== "object" || value instanceof Verbatim) return 1;
  return Object.values(value).reduce<number>((count, part) => count + partsOf(part), 1);
}

function withField(value: unknown, name: string, field: unknown): unknown {
  const fields = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [];
  return Object.fromEntries([...fields, [name, field]]);
}
