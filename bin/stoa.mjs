#!/usr/bin/env node
// The door to Stoa for any Node from 20 on: installs what the lockfile names, then hands over to `stoa.ts` on Node 24,
// which comes from the npm registry like every other dependency. Uses nothing that is not in Node itself.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants as os } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
const SCRIPT_NODE = 24;
const PNPM = "pnpm@12.21.0";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".stoa-lock-hash");

if (majorOf(process.versions.node) < OLDEST_NODE) {
  stop(
    `Stoa needs Node ${OLDEST_NODE} or newer; this is ${process.version}. Install a newer one from your package manager.`,
  );
}
if (!isInstalled()) install();
handOver();

/** Whether node_modules holds what pnpm-lock.yaml names: by our own stamp, or by the copy that pnpm keeps of the lockfile. */
function isInstalled() {
  const lockfile = readFileSync(join(root, "pnpm-lock.yaml"));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hashOf(lockfile)) return true;
  const installed = join(root, "node_modules", ".pnpm", "lock.yaml");
  return existsSync(installed) && readFileSync(installed).equals(lockfile);
}

function install() {
  requireWritable(root);
  say(`Installing the dependencies with ${PNPM} (the first time takes a minute or two) …`);
  const installed = spawnSync("npx", ["-y", PNPM, "install", "--frozen-lockfile"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    // Without CI pnpm may stop to ask whether it may replace an older node_modules.
    env: { ...process.env, CI: "1" },
  });
  if (installed.error) stop(`Could not run npx: ${installed.error.message}. It comes with npm; is npm on PATH?`);
  if (installed.signal) process.exit(128 + os.signals[installed.signal]);
  if (installed.status !== 0) {
    stop(
      "The dependencies could not be installed; the lines above say why. Stoa needs an npm registry and about 2 GB of disk.",
    );
  }
  writeFileSync(stamp, hashOf(readFileSync(join(root, "pnpm-lock.yaml"))));
}

/** Runs `stoa.ts` with the same arguments and ends as it ends. */
function handOver() {
  const script = join(root, "bin", "stoa.ts");
  const child = spawn(scriptNode(), [script, ...process.argv.slice(2)], { stdio: "inherit", env: environment() });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) stopWithNpm(child);
  child.on("error", (error) => stop(`Could not start Node ${SCRIPT_NODE}: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(signal ? 128 + os.signals[signal] : (code ?? 1)));
}

/** With a cache of compiled modules, which every process we start inherits: from the second start on they load sooner. */
function environment() {
  // Coverage is counted less exactly on code that comes from the cache.
  if (process.argv[2] === "test") return process.env;
  return { NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"), ...process.env };
}

/** A signal that ends npm ends the shell it runs us in, but reaches us only if the whole group was meant. */
function stopWithNpm(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  watch.unref();
}

/** The Node that came with the dependencies, else the one that runs this file when it is new enough. */
function scriptNode() {
  const fromRegistry = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(fromRegistry)) return fromRegistry;
  if (majorOf(process.versions.node) >= SCRIPT_NODE) return process.execPath;
  return stop(
    `The npm registry has no Node ${SCRIPT_NODE} for ${process.platform}-${process.arch}, and this is ${process.version}. ` +
      `Install Node ${SCRIPT_NODE} and run the command again.`,
  );
}

function requireWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    stop(`${folder} is not writable for this user, so the dependencies cannot be installed there.`);
  }
}

function hashOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

function stop(sentence) {
  say(sentence);
  process.exit(1);
}
