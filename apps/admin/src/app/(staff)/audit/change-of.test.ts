import { expect, test } from "vitest";
import { changeOf, namesInWords, valueInWords } from "./change-of.ts";

test("only what differs is a change", () => {
  expect(changeOf({ title: "A", price: 1 }, { title: "A", price: 2 })).toEqual([
    { name: "price", before: 1, after: 2 },
  ]);
});

test("what appears and what goes away are changes as well", () => {
  expect(changeOf(null, { roles: ["staff"] })).toEqual([{ name: "roles", before: undefined, after: ["staff"] }]);
  expect(changeOf({ blocked: true }, null)).toEqual([{ name: "blocked", before: true, after: undefined }]);
});

test("values are said in a line", () => {
  expect([undefined, null, "x", 3, ["a"]].map(valueInWords)).toEqual(["nothing", "nothing", "x", "3", '["a"]']);
});

test("a long change is told by its first fields", () => {
  expect(namesInWords(["a", "b", "c"])).toBe("a, b, c");
  expect(namesInWords(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
});
