import { FAILED, type Outcome, sum } from "./outcome.ts";

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
  success: boolean;
}

/**
 * What vitest's JSON says. A file that could not be loaded has no tests that fail, so a run that did not succeed
 * without a failing test counts as one failure.
 */
export function outcomeOfVitest(report: VitestReport, exitCode: number): Outcome {
  const outcome = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return orOneFailure(outcome, exitCode === 0 && report.success);
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** What Playwright's JSON says. A flaky test is one that failed: we retry nothing. */
export function outcomeOfPlaywright({ stats }: PlaywrightReport, exitCode: number): Outcome {
  const outcome = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  return orOneFailure(outcome, exitCode === 0);
}

function orOneFailure(outcome: Outcome, succeeded: boolean): Outcome {
  return succeeded || outcome.failed > 0 ? outcome : sum([outcome, FAILED]);
}

interface CoverageOfFile {
  lines: { total: number; covered: number };
}

export interface PackageCoverage {
  name: string;
  lines: number;
  covered: number;
}

/** Lines covered of each package, and of all together as the last entry, from the v8 summary by file. */
export function coverageByPackage(summary: Readonly<Record<string, CoverageOfFile>>): PackageCoverage[] {
  const packages = new Map<string, PackageCoverage>();
  const all = { name: "all packages", lines: 0, covered: 0 };
  for (const [path, { lines }] of Object.entries(summary)) {
    const [, name] = /\/packages\/([a-z-]+)\//.exec(path) ?? [];
    if (name === undefined) continue;
    const entry = packages.get(name) ?? { name, lines: 0, covered: 0 };
    packages.set(name, entry);
    for (const counted of [entry, all]) {
      counted.lines += lines.total;
      counted.covered += lines.covered;
    }
  }
  return [...[...packages.values()].sort((a, b) => a.name.localeCompare(b.name)), all];
}

/** Percent with one digit, never rounded up to a bound that is not reached. */
export function percent({ lines, covered }: PackageCoverage): number {
  return lines === 0 ? 100 : Math.floor((covered / lines) * 1_000) / 10;
}
