/** The part of JSON Schema that inputs are written in. */
export interface InputSchema {
  type?: string;
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  items?: InputSchema;
  properties?: Readonly<Record<string, InputSchema>>;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly InputSchema[];
  oneOf?: readonly InputSchema[];
}

/**
 * A plain value that a schema takes, with every field there, so that every field can be tried. Cursors and dates are left
 * out, for what stands for one here would be refused, and the other fields with it.
 */
export function exampleOf(schema: InputSchema): unknown {
  const choice = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== "null");
  if (choice) return exampleOf(choice);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).flatMap(([name, of]) =>
          name === "cursor" || isUntyped(of) ? [] : [[name, exampleOf(of)]],
        ),
      );
    case "array":
      return [exampleOf(schema.items ?? {})];
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, 1);
    case "boolean":
      return true;
    default:
      return textOf(schema);
  }
}

function textOf({ format, minLength = 1, pattern }: InputSchema): string {
  if (format === "email") return "reader@example.com";
  if (format?.startsWith("date")) return "2026-11-21T10:00:00.000Z";
  // Ids are the only texts with a pattern of their own: three letters, and what stands behind them.
  const kind = /^\^([a-z]{2,5})_/.exec(pattern ?? "")?.[1];
  return kind === undefined ? "greek".padEnd(minLength, "s") : `${kind}_00000000000000000000000000`;
}

/** Dates have no type in JSON. */
function isUntyped({ type, anyOf, oneOf, enum: values, const: value }: InputSchema): boolean {
  return [type, anyOf, oneOf, values, value].every((each) => each === undefined);
}
