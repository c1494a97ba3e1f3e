import { expect, test } from "vitest";
import { kindsOf } from "./kinds-of.ts";

const row = (kind: string, amountMinor: number) => ({ kind, amountMinor });

test("kinds stand by what they earned, days taken together", () => {
  const rows = [row("donation", 300), row("course", 200), row("course", 200)];
  expect(kindsOf(rows).map(({ name }) => name)).toEqual(["course", "donation"]);
});

test("of more than a chart can tell apart, the smallest are one", () => {
  const rows = ["course", "live_session", "tip", "tier", "ticket"].map((kind, at) => row(kind, 500 - at));
  expect(kindsOf(rows)).toEqual([
    { name: "course", members: ["course"] },
    { name: "live session", members: ["live_session"] },
    { name: "tip", members: ["tip"] },
    { name: "others", members: ["tier", "ticket"] },
  ]);
});
