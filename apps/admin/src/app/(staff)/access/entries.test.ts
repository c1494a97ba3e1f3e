import { expect, test } from "vitest";
import { entriesOf } from "./entries.ts";

test("a list is typed line by line or with commas, and holds each entry once", () => {
  expect(entriesOf("203.0.113.0/24\n 2001:db8::/32\r\n\n203.0.113.0/24")).toEqual(["203.0.113.0/24", "2001:db8::/32"]);
  expect(entriesOf("IN, FR;DE NP")).toEqual(["IN", "FR", "DE", "NP"]);
  expect(entriesOf("  \n ")).toEqual([]);
});
