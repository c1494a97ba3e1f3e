import { expect, test } from "vitest";
import { deepLink } from "./deep-link.ts";

const ours = { shop: "https://stoa.example", code: "asha" };

test.each([
  ["/courses/drawing", "https://stoa.example/courses/drawing?ref=asha"],
  ["courses?q=ink", "https://stoa.example/courses?q=ink&ref=asha"],
  [" https://stoa.example/courses/drawing#about ", "https://stoa.example/courses/drawing?ref=asha#about"],
  ["https://stoa.example/?ref=somebody", "https://stoa.example/?ref=asha"],
])("%s becomes the affiliate's own link", (page, link) => {
  expect(deepLink(page, ours)).toBe(link);
});

test.each([
  "https://evil.example/courses",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "http://stoa.example/",
  "http://[",
])("%s is no page of this shop", (page) => {
  expect(deepLink(page, ours)).toBeNull();
});
