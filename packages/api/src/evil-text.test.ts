import { describe, expect, test } from "vitest";
import { z } from "zod";
import { procedures } from "./http/routes.ts";
import { cpuMsOf } from "./testing/cpu-time.ts";
import { inputSchemaOf } from "./testing/procedure-schemas.ts";

/** 50 kB that make a careless pattern try everything: almost an address, almost a slug, almost a tag, almost a date. */
const SIZE = 50_000;
const EVIL: Readonly<Record<string, string>> = {
  "one letter and a bang": `${"a".repeat(SIZE)}!`,
  "an address without an end": `${"a@".repeat(SIZE / 2)}`,
  "an address of dots": `a${".a".repeat(SIZE / 2)}@`,
  "a slug without an end": `${"a-".repeat(SIZE / 2)}`,
  "open tags": "<a ".repeat(SIZE / 3),
  "open comments": "<!--".repeat(SIZE / 4),
  "spaces and a letter": `${" ".repeat(SIZE)}x`,
  "entities without an end": "&#x0".repeat(SIZE / 4),
  "digits of a date": `2026-${"1".repeat(SIZE)}`,
};
const CPU_MS_MAX = 100;

interface Schema {
  type?: string;
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  const?: unknown;
}

/** An input whose every text is the given one, and how many texts that are. */
function filled(schema: Schema, text: string): { input: unknown; texts: number } {
  let texts = 0;
  const fill = (node: Schema): unknown => {
    const choice = node.anyOf?.[0] ?? node.oneOf?.[0];
    if (choice) return fill(choice);
    if (node.const !== undefined) return node.const;
    if (node.type === "array" && node.items) return [fill(node.items)];
    if (node.type === "object")
      return Object.fromEntries(Object.entries(node.properties ?? {}).map(([name, field]) => [name, fill(field)]));
    if (node.type !== "string" && node.type !== undefined) return 1;
    texts += 1;
    return text;
  };
  return { input: fill(schema), texts };
}

const inputs = procedures().flatMap(({ path }) => {
  const schema = inputSchemaOf(path);
  if (!schema) return [];
  const described = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema;
  return filled(described, "").texts === 0 ? [] : [{ path, schema, described }];
});

describe("T26 50 kB of evil text in every field", () => {
  test.each(inputs)("of $path is read in no time", async ({ schema, described }) => {
    for (const [name, evil] of Object.entries(EVIL)) {
      const { input, texts } = filled(described, evil);
      const ms = await cpuMsOf(() => schema.safeParse(input));
      expect([name, ms < CPU_MS_MAX * texts ? "quick" : `${ms} ms for ${texts} fields`]).toEqual([name, "quick"]);
    }
  });
});
