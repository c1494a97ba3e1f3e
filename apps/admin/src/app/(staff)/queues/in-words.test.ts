import { expect, test } from "vitest";
import { inWords } from "./in-words.ts";

test("a wait is said in its largest whole unit", () => {
  expect([0.4, 12.7, 61, 7_300, 200_000].map(inWords)).toEqual(["–", "12 s", "1 min", "2 h", "2 d"]);
});
