import { account } from "@stoa/ledger";
import { expect, test } from "vitest";
import { incomeOf } from "./income.ts";

test("a gift is the pool's, and everything else is revenue of its kind", () => {
  expect(incomeOf({ kind: "donation", subjectId: "gpl_1" })).toEqual({
    code: "grant_funding",
    credit: account.grantsPool("gpl_1"),
  });
  expect(incomeOf({ kind: "course", subjectId: "crs_1" })).toEqual({
    code: "sale",
    credit: account.revenue("course"),
  });
});
