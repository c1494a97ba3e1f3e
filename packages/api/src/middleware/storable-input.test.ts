import { InvalidInput } from "@stoa/kit";
import { expect, test } from "vitest";
import { mustBeStorable } from "./storable-input.ts";

const refusal = (input: unknown): string | null => {
  try {
    mustBeStorable(input);
    return null;
  } catch (error) {
    return error instanceof InvalidInput ? (error.issues[0]?.path ?? "") : String(error);
  }
};

test("any text of any script is taken, wherever it stands", () => {
  expect(
    refusal({ name: "Åsa 𐓉 🪷\n\t", lines: [{ id: "गणित" }], at: new Date(0), limit: 5, none: undefined }),
  ).toBeNull();
  expect([undefined, null, 0, "", []].map(refusal)).toEqual([null, null, null, null, null]);
});

test("a zero byte or half of a surrogate pair is refused by the field it stands in", () => {
  expect(refusal("\u0000")).toBe("input");
  expect(refusal({ lines: [{ id: "ok" }, { id: "a\u0000b" }] })).toBe("lines.1.id");
  expect(refusal({ name: "\ud83e" })).toBe("name");
  expect(refusal({ values: { "\udfff": 1 } })).toBe("values");
});

test("nesting without end is refused before it overflows anything", () => {
  let deep: unknown = [];
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  expect(refusal({ deep })).toMatch(/^deep\.0\.0/);
});
