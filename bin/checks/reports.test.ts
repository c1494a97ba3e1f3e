import { describe, expect, test } from "vitest";
import { sum, totalsLine } from "./outcome.ts";
import { coverageByPackage, outcomeOfPlaywright, outcomeOfVitest, percent } from "./reports.ts";

const vitestReport = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  numFailedTestSuites: 0,
  success: true,
};

describe("the totals", () => {
  test("leave out what was skipped when nothing was", () => {
    expect(totalsLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  });

  test("name what was skipped", () => {
    expect(totalsLine({ passed: 12, failed: 1, skipped: 2 })).toBe("12 passed, 1 failed, 2 skipped");
  });

  test("are sums over the steps", () => {
    expect(sum([outcomeOfVitest(vitestReport, 0), { passed: 1, failed: 2, skipped: 0 }])).toEqual({
      passed: 8,
      failed: 2,
      skipped: 1,
    });
  });
});

describe("a test run", () => {
  test("that ended with an error but without a failing test counts as one failure", () => {
    expect(outcomeOfVitest({ ...vitestReport, success: false }, 1)).toEqual({ passed: 7, failed: 1, skipped: 1 });
    expect(outcomeOfPlaywright({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 } }, 1).failed).toBe(1);
  });

  test("with failing tests counts each once", () => {
    expect(outcomeOfVitest({ ...vitestReport, numFailedTests: 2, success: false }, 1).failed).toBe(2);
  });

  test("in the browser counts a flaky test as failed", () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
    expect(outcomeOfPlaywright({ stats }, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });
});

describe("coverage", () => {
  const summary = {
    total: { lines: { total: 999, covered: 0 } },
    "/x/packages/kit/src/money.ts": { lines: { total: 60, covered: 60 } },
    "/x/packages/db/src/client.ts": { lines: { total: 40, covered: 29 } },
    "/x/packages/db/src/migrate.ts": { lines: { total: 100, covered: 90 } },
  };

  test("is added up by package, and over all of them", () => {
    expect(coverageByPackage(summary)).toEqual([
      { name: "db", lines: 140, covered: 119 },
      { name: "kit", lines: 60, covered: 60 },
      { name: "all packages", lines: 200, covered: 179 },
    ]);
  });

  test("is never rounded up to a bound that is not reached", () => {
    expect(percent({ name: "all", lines: 10_000, covered: 8_999 })).toBe(89.9);
  });
});
