import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lockfileFaults } from "../checks/lockfile.ts";
import { FAILED, type Outcome, PASSED, SKIPPED, sum, totalsLine } from "../checks/outcome.ts";
import { findOrInstall, runProgram } from "../checks/programs.ts";
import { coverageByPackage, outcomeOfPlaywright, outcomeOfVitest, percent } from "../checks/reports.ts";
import { AlreadyReported, type Command, Failed, table, WrongUsage } from "../command.ts";
import { type Environment, readEnvironment } from "../env.ts";
import { BUILT_APPS } from "../stack/apps.ts";
import { buildChanged } from "../stack/builds.ts";
import { ROOT } from "../stack/services.ts";
import { colour, duration } from "../terminal.ts";

interface Check {
  name: string;
  /** What it proves. */
  title: string;
  run(env: Environment): Promise<Outcome>;
}

const PNPM = "pnpm@12.21.0";
const COVERED_PERCENT_MIN = 90;
const REPORTS = join(ROOT, "node_modules", ".stoa-reports");

/** Everything that must hold before a change is merged, in the order of how fast it answers. */
const CHECKS: readonly Check[] = [
  {
    name: "lockfile",
    title: "The lockfile names what the manifests ask for, and nothing known to be dangerous",
    run: lockfile,
  },
  { name: "typecheck", title: "Every package, app and script type-checks", run: typecheck },
  { name: "lint", title: "Format and lint are clean", run: tool("biome", "check", "--max-diagnostics=30", ".") },
  {
    name: "architecture",
    title: "Nobody imports upwards, and each rule finds a planted violation",
    run: vitest("architecture", "tooling/architecture/"),
  },
  { name: "dead-code", title: "Nothing is exported, written or depended on in vain", run: tool("knip") },
  { name: "unit", title: "Units, database and stories", run: unit },
  {
    name: "simulation",
    title: "The shop agrees with a plain model of it, and with itself after faults",
    run: vitest("simulation", "tooling/simulator/", "tooling/faults/"),
  },
  {
    name: "coverage",
    title: `At least ${COVERED_PERCENT_MIN} % of the lines of packages are run by them`,
    run: coverage,
  },
  { name: "build", title: "Web and admin build for production", run: build },
  { name: "browser", title: "A person can do it in a browser, also without a mouse or eyes", run: browser },
];

export const test: Command = {
  name: "test",
  summary: "Runs every check, or one step of them; the last line gives the totals.",
  usage: "[step]",
  maxArguments: 1,
  run: async ({ arguments: [only] }) => {
    const checks = CHECKS.filter((check) => only === undefined || check.name === only);
    if (checks.length === 0) throw new WrongUsage(`stoa test has no step "${only}". Steps: ${names().join(", ")}.`);
    mkdirSync(REPORTS, { recursive: true });
    const env = readEnvironment(ROOT);
    const outcomes: { check: Check; outcome: Outcome; ms: number }[] = [];
    for (const check of checks) outcomes.push(await timed(check, env));
    const total = sum(outcomes.map(({ outcome }) => outcome));
    console.log("");
    const rows = outcomes.map(
      ({ check, outcome, ms }) => [check.name, `${totalsLine(outcome)}  (${duration(ms)})`] as const,
    );
    for (const row of table(rows)) console.log(row);
    console.log(`\n${totalsLine(total)}`);
    if (total.failed > 0) throw new AlreadyReported();
  },
};

function names(): string[] {
  return CHECKS.map((check) => check.name);
}

async function timed(check: Check, env: Environment): Promise<{ check: Check; outcome: Outcome; ms: number }> {
  console.log(`\n${colour("bold", check.name)}  ${colour("dim", check.title)}`);
  const started = performance.now();
  const outcome = await check.run(env);
  const ms = performance.now() - started;
  const mark = outcome.failed > 0 ? colour("red", "✗") : colour("green", "✓");
  console.log(`${mark} ${check.name}: ${totalsLine(outcome)} ${colour("dim", duration(ms))}`);
  return { check, outcome, ms };
}

/** A step that is one program: its output is shown when it fails. */
function tool(program: string, ...args: string[]): Check["run"] {
  return async (env) => {
    const { exitCode, output } = await runProgram(env, program, args);
    if (exitCode !== 0) console.log(output.trimEnd());
    return exitCode === 0 ? PASSED : FAILED;
  };
}

async function lockfile(env: Environment): Promise<Outcome> {
  const faults = lockfileFaults(readFileSync(join(ROOT, "pnpm-lock.yaml"), "utf8"));
  for (const fault of faults) console.log(fault);
  const fits = tool("npx", "-y", PNPM, "install", "--frozen-lockfile", "--lockfile-only");
  return sum([await fits(env), faults.length === 0 ? PASSED : FAILED]);
}

async function typecheck(env: Environment): Promise<Outcome> {
  const packages = tool("npx", "-y", PNPM, "exec", "turbo", "run", "typecheck", "--output-logs=errors-only");
  const scripts = tool("tsc", "--noEmit", "-p", "tsconfig.json");
  return sum([await packages(env), await scripts(env)]);
}

/** A vitest run over the test files below some paths, counted test by test. */
function vitest(report: string, ...args: string[]): Check["run"] {
  return async (env) => {
    const file = join(REPORTS, `${report}.json`);
    rmSync(file, { force: true });
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
    const { exitCode } = await runProgram(env, "vitest", ["run", ...reporters, ...args], { show: true });
    return existsSync(file) ? outcomeOfVitest(JSON.parse(readFileSync(file, "utf8")), exitCode) : FAILED;
  };
}

async function unit(env: Environment): Promise<Outcome> {
  if (findOrInstall(env, "redis-server", "redis-server") === null) {
    console.log("There is no redis-server on PATH, so the queue is tested on Postgres alone.");
  }
  return vitest("unit", "--coverage", "packages/", "apps/", "bin/", "tooling/mutation/", "tooling/scan/")(env);
}

/** Reads what the unit step measured. */
async function coverage(): Promise<Outcome> {
  const file = join(ROOT, "coverage", "coverage-summary.json");
  if (!existsSync(file)) {
    console.log("Nothing was measured: the unit step writes the coverage.");
    return FAILED;
  }
  const packages = coverageByPackage(JSON.parse(readFileSync(file, "utf8")));
  for (const row of table(
    packages.map((entry) => [entry.name, `${percent(entry).toFixed(1)} % of ${entry.lines} lines`]),
  ))
    console.log(row);
  const all = packages.at(-1);
  return all !== undefined && all.lines > 0 && percent(all) >= COVERED_PERCENT_MIN ? PASSED : FAILED;
}

async function build(env: Environment): Promise<Outcome> {
  try {
    const built = await buildChanged(ROOT, BUILT_APPS, env);
    console.log(built.length === 0 ? "Nothing changed since the last build." : `Built ${built.join(" and ")}.`);
    return PASSED;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    console.log(error.message);
    return FAILED;
  }
}

async function browser(env: Environment): Promise<Outcome> {
  const chromium = findOrInstall(env, "chromium", "chromium");
  if (chromium === null) {
    console.log("There is no chromium on PATH and it could not be installed; run `apt-get install chromium` as root.");
    return SKIPPED;
  }
  const file = join(REPORTS, "browser.json");
  rmSync(file, { force: true });
  const add = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const { exitCode } = await runProgram(env, "playwright", ["test", "--reporter=line,json"], { show: true, add });
  return existsSync(file) ? outcomeOfPlaywright(JSON.parse(readFileSync(file, "utf8")), exitCode) : FAILED;
}
