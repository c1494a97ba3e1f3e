import type { MutationGroup } from "./groups.ts";

/** A planted fault that no test noticed. */
export interface Survivor {
  file: string;
  line: number;
  /** What stands there, and what was put in its place. */
  original: string;
  replacement: string;
  /** No test runs the line at all. */
  unrun: boolean;
}

export interface MutationScore {
  noticed: number;
  planted: number;
  survivors: Survivor[];
}

export const STRYKER_CONFIG = "stryker.json";
export const STRYKER_REPORT = "stryker-report.json";
const VITEST_CONFIG = "stryker.vitest.config.ts";

/** The files that a clone needs for Stryker to plant the faults of a group in it, by name. */
export function strykerFiles(
  group: MutationGroup,
  { jobs, again, resultsFile }: { jobs: number; again: boolean; resultsFile: string },
): Record<string, string> {
  const stryker = {
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    // Packages import each other through links in node_modules, which lead out of a sandbox: the clone is the sandbox.
    inPlace: true,
    mutate: group.mutate,
    reporters: ["progress-append-only", "json"],
    jsonReporter: { fileName: STRYKER_REPORT },
    concurrency: jobs,
    // On a busy machine a slow test must not pass for a fault that runs for ever.
    timeoutMS: 40_000,
    dryRunTimeoutMinutes: 30,
    ignoreStatic: true,
    allowEmpty: false,
    incremental: true,
    incrementalFile: resultsFile,
    force: !again,
    // Nothing checks types here; otherwise every file of the clone would be written anew.
    disableTypeChecks: false,
    vitest: { configFile: VITEST_CONFIG, related: false },
  };
  return {
    [STRYKER_CONFIG]: JSON.stringify(stryker, null, 2),
    [VITEST_CONFIG]: [
      'import { configFor } from "./tooling/mutation/vitest-config.ts";',
      "",
      `export default configFor(${JSON.stringify(group.tests)});`,
      "",
    ].join("\n"),
  };
}

/** The part of Stryker's report (mutation-testing-report-schema) that is read. */
interface StrykerReport {
  files: Record<
    string,
    {
      source: string;
      mutants: {
        status: string;
        replacement?: string;
        location: { start: { line: number; column: number }; end: { line: number; column: number } };
      }[];
    }
  >;
}

/** Counts what was noticed. A fault that makes a test run for ever is noticed; one that does not compile is none. */
export function readScore(json: string): MutationScore {
  const { files } = JSON.parse(json) as StrykerReport;
  const score: MutationScore = { noticed: 0, planted: 0, survivors: [] };
  for (const [file, { source, mutants }] of Object.entries(files)) {
    for (const { status, replacement = "", location } of mutants) {
      if (status === "Killed" || status === "Timeout") score.noticed += 1;
      else if (status !== "Survived" && status !== "NoCoverage") continue;
      else {
        const { start } = location;
        const original = textAt(source, location);
        score.survivors.push({ file, line: start.line, original, replacement, unrun: status === "NoCoverage" });
      }
      score.planted += 1;
    }
  }
  return score;
}

function textAt(source: string, { start, end }: StrykerReport["files"][string]["mutants"][number]["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, i) => line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined))
    .join("\n");
}
