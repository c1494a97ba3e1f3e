import { expect, test } from "vitest";
import { courseSearch, isFiltered, searchHref } from "./search.ts";

test("an address gives the search it names", () => {
  expect(courseSearch({ q: " greek ", difficulty: "beginner" })).toMatchObject({
    q: "greek",
    difficulty: "beginner",
    sort: "newest",
  });
});

test("what an address says wrong is left out, not refused", () => {
  const search = courseSearch({ difficulty: "divine", sort: "random", category: "NOT A SLUG", q: ["a", "b"] });
  expect(search).toMatchObject({ sort: "newest" });
  expect(isFiltered(search)).toBe(false);
  expect(isFiltered(courseSearch({ q: "a\u0000b", cursor: "\ud800" }))).toBe(false);
});

test("the next page keeps the filters, a new filter begins at the first page", () => {
  const search = courseSearch({ q: "sql", cursor: "abc" });
  expect(searchHref(search, { cursor: "def" })).toBe("/courses?q=sql&cursor=def");
  expect(searchHref(search, { difficulty: "advanced", cursor: undefined })).toBe("/courses?q=sql&difficulty=advanced");
  expect(searchHref(courseSearch({}), {})).toBe("/courses");
});
