import { expect, test } from "vitest";
import { pathOfOurs } from "./path-of-ours.ts";

test("a path of ours is gone on to, with its filters", () => {
  expect(pathOfOurs("/orders?status=paid", "/")).toBe("/orders?status=paid");
});

test("another site, however it is dressed up, is the overview", () => {
  const others = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%2e//evil.example",
    "/\t/evil.example",
    "orders",
    "",
    undefined,
  ];
  expect(others.map((other) => pathOfOurs(other, "/"))).toEqual(others.map(() => "/"));
});
