import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { MUTATION_GROUPS, type MutationGroup } from "../../tooling/mutation/groups.ts";
import {
  readScore,
  STRYKER_CONFIG,
  STRYKER_REPORT,
  type Survivor,
  strykerFiles,
} from "../../tooling/mutation/stryker.ts";
import { AlreadyReported, type Command, Failed, WrongUsage } from "../command.ts";
import { ROOT } from "../stack/services.ts";
import { colour } from "../terminal.ts";

/** What became of each fault in the last run, for `--again`. The clone does not outlive a run. */
const RESULTS = join(tmpdir(), "stoa-mutation");

const NAMES = MUTATION_GROUPS.map((group) => group.name).join(", ");

export const mutate: Command = {
  name: "mutate",
  summary:
    "Plants faults in a clone of the last commit, one at a time, and fails when too few are noticed by the tests.",
  usage: "[group]",
  maxArguments: 1,
  options: {
    jobs: { type: "string", value: "N", help: "Processes at once, one a core unless told." },
    again: { type: "boolean", help: "Plants again only what was not noticed last time, or what changed since." },
  },
  run: async ({ arguments: [name], options }) => {
    const groups = MUTATION_GROUPS.filter((group) => name === undefined || group.name === name);
    if (groups.length === 0) throw new WrongUsage(`${name} is no group; they are ${NAMES}.`);
    const jobs = Number(options.jobs ?? availableParallelism());
    if (!Number.isSafeInteger(jobs) || jobs < 1) throw new WrongUsage("--jobs takes a whole number from 1.");
    const again = options.again === true;
    const passed = inClone((clone) => groups.map((group) => plantFaults(clone, group, { jobs, again })));
    if (passed.includes(false)) throw new AlreadyReported();
  },
};

/** The faults are written into the files, so it must not happen where somebody works. */
function inClone<T>(work: (clone: string) => T): T {
  const clone = mkdtempSync(join(tmpdir(), "stoa-mutate-"));
  try {
    run(ROOT, "git", ["clone", "--quiet", ROOT, clone]);
    // Its own launcher installs what its lockfile names.
    run(clone, process.execPath, ["bin/stoa.mjs", "mutate", "--help"]);
    return work(clone);
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

function plantFaults(clone: string, group: MutationGroup, { jobs, again }: { jobs: number; again: boolean }): boolean {
  console.log(`\n${colour("bold", group.name)}  ${group.mutate.join("  ")}`);
  const files = strykerFiles(group, { jobs, again, resultsFile: join(RESULTS, `${group.name}.json`) });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(clone, name), text);
  run(clone, join(clone, "node_modules", ".bin", "stryker"), ["run", STRYKER_CONFIG]);
  const { noticed, planted, survivors } = readScore(readFileSync(join(clone, STRYKER_REPORT), "utf8"));
  for (const survivor of survivors) console.log(lineOf(survivor));
  const score = (100 * noticed) / planted;
  const passed = score >= group.atLeast;
  const verdict = `${group.name}: ${noticed} of ${planted} noticed, ${score.toFixed(1)} %; at least ${group.atLeast} %`;
  console.log(colour(passed ? "green" : "red", verdict));
  return passed;
}

function lineOf({ file, line, original, replacement, unrun }: Survivor): string {
  return `  ${file}:${line}${unrun ? " (no test runs it)" : ""}\n    - ${original}\n    + ${replacement}`;
}

function run(cwd: string, program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Failed(`${program} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}.`);
}
