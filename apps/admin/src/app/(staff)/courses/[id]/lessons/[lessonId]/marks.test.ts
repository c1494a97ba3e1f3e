import { expect, test } from "vitest";
import { MARKS, wrapped } from "./marks.ts";

const named = (name: string) => {
  const mark = MARKS.find((each) => each.name === name);
  if (!mark) throw new Error(`no mark is called ${name}`);
  return mark;
};

test("a mark stands around what is chosen, and the words stay chosen", () => {
  const next = wrapped("read this now", 5, 9, named("Strong"));
  expect(next.text).toBe("read <strong>this</strong> now");
  expect(next.text.slice(next.start, next.end)).toBe("this");
});

test("with nothing chosen, a sample to type over is put in and chosen", () => {
  const next = wrapped("", 0, 0, named("Emphasis"));
  expect(next.text).toBe("<em>emphasis</em>");
  expect(next.text.slice(next.start, next.end)).toBe("emphasis");
});

test("each chosen line becomes an item of the list", () => {
  expect(wrapped("one\ntwo", 0, 7, named("List")).text).toBe("<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>");
});
