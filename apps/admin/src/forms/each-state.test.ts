import { expect, test } from "vitest";
import { byReason, eachInWords } from "./each-state.ts";

test("what became of many is counted", () => {
  const refused = [{ id: "c", message: "No." }];
  expect(eachInWords({ done: ["a", "b"], refused, problem: null })).toBe("2 done, 1 refused.");
  expect(eachInWords({ done: ["a"], refused: [], problem: null })).toBe("1 done.");
});

test("refusals of one reason are told together", () => {
  const refused = [
    { id: "a", message: "Too late." },
    { id: "b", message: "Not yours." },
    { id: "c", message: "Too late." },
  ];
  expect(byReason(refused)).toEqual([
    { message: "Too late.", ids: ["a", "c"] },
    { message: "Not yours.", ids: ["b"] },
  ]);
});
