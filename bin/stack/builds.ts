import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed } from "../command.ts";
import type { Environment } from "../env.ts";
import type { App } from "./apps.ts";

/** What a build of any app depends on beside its own folder. */
const SHARED_INPUTS = ["packages/*/{src,messages,package.json}", "tooling/tsconfig/*.json", "pnpm-lock.yaml"];
const NOT_BUILT = /(^|\/)(node_modules|\.next|testing)(\/|$)|\.(test|e2e)\.tsx?$|\.tsbuildinfo$|next-env\.d\.ts$|\.md$/;
const FAILURE_LINES = 40;

/** Builds the apps whose sources changed since their last build. Gives the names of those that were built. */
export async function buildChanged(
  root: string,
  apps: readonly App[],
  env: Environment,
  stop?: AbortSignal,
): Promise<string[]> {
  const shared = hashFiles(root, SHARED_INPUTS);
  const changed = apps
    .map((app) => ({ app, inputs: `${shared}-${hashFiles(root, [app.folder])}` }))
    .filter(({ app, inputs }) => lastBuildOf(root, app) !== inputs);
  await Promise.all(
    changed.map(async ({ app, inputs }) => {
      await build(root, app, env, stop);
      writeFileSync(stampOf(root, app), `${inputs} ${buildIdOf(root, app)}`);
    }),
  );
  return changed.map(({ app }) => app.name);
}

/** The inputs of the build that lies in the app's folder; null when there is none, or Next has built since. */
function lastBuildOf(root: string, app: App): string | null {
  const stamp = stampOf(root, app);
  if (!existsSync(stamp)) return null;
  const [inputs, buildId] = readFileSync(stamp, "utf8").split(" ");
  return buildId === buildIdOf(root, app) ? (inputs ?? null) : null;
}

const stampOf = (root: string, app: App) => join(root, app.folder, ".next", "STOA_INPUTS");

function buildIdOf(root: string, app: App): string {
  const file = join(root, app.folder, ".next", "BUILD_ID");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "none";
}

/** A hash over the names and bytes of all files that patterns find; changes when a build of them could. */
function hashFiles(root: string, patterns: readonly string[]): string {
  const hash = createHash("sha256");
  const found = patterns.flatMap((pattern) => [pattern, `${pattern}/**`]);
  const entries = globSync(found, { cwd: root, withFileTypes: true, exclude: (entry) => NOT_BUILT.test(entry.name) });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of [...new Set(paths)].sort()) {
    if (NOT_BUILT.test(path.slice(root.length + 1))) continue;
    hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

function build(root: string, app: App, env: Environment, stop?: AbortSignal): Promise<void> {
  const folder = join(root, app.folder);
  rmSync(stampOf(root, app), { force: true });
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: folder,
    signal: stop,
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => output.push(text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve();
      const end = output.join("").trimEnd().split("\n").slice(-FAILURE_LINES).join("\n");
      reject(new Failed(`${app.name} could not be built:\n${end}`));
    });
  });
}
