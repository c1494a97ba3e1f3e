import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Environment, mergeEnvironments } from "../env.ts";
import { onPath } from "../stack/redis.ts";
import { ROOT } from "../stack/services.ts";

const APT_WITHIN_MS = 5 * 60_000;

/** Settings that would bend a test, or make it write to somebody's real service. */
const OF_A_RUNNING_STOA =
  /^(STOA|DATABASE|REDIS|SANDBOX|STRIPE|FRAPPE|AUTH|SMTP|SENDGRID|MAIL|SENTRY|OTEL|ALERT|CAPTCHA|WORKER|LOG)_/;

export interface Finished {
  exitCode: number;
  /** Everything that was printed; empty when it was shown as it came. */
  output: string;
}

/** Runs a tool of node_modules, or another program, in the root of the clone on the Node that runs this. */
export function runProgram(
  env: Environment,
  program: string,
  args: readonly string[],
  options: { show?: boolean; add?: Environment } = {},
): Promise<Finished> {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: forChild(mergeEnvironments(options.add ?? {}, toolEnvironment(env))),
    stdio: options.show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => output.push(text));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ exitCode: 127, output: `${program} could not be run: ${error.message}` }));
    child.on("close", (code) => resolve({ exitCode: code ?? 1, output: output.join("") }));
  });
}

/** Our Node and our tools come first on PATH; settings of a running Stoa must not reach the tests. */
function toolEnvironment(env: Environment): Environment {
  const bins = [join(process.execPath, ".."), join(ROOT, "node_modules", ".bin")];
  const kept = Object.entries(env).filter(([name]) => !OF_A_RUNNING_STOA.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: [...bins, env.PATH].join(":"),
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  };
}

/** Next's types demand NODE_ENV in every environment; these tools are to choose their own. */
function forChild(env: Environment): NodeJS.ProcessEnv {
  return env as NodeJS.ProcessEnv;
}

/** The path of a program: from PATH, else from Debian's package when this is root; null when neither can be. */
export function findOrInstall(env: Environment, program: string, debianPackage: string): string | null {
  const found = onPath(program, env);
  if (found !== null || process.getuid?.() !== 0 || onPath("apt-get", env) === null) return found;
  const options = {
    stdio: "ignore",
    timeout: APT_WITHIN_MS,
    env: forChild({ ...env, DEBIAN_FRONTEND: "noninteractive" }),
  } as const;
  const install = () =>
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", debianPackage], options).status;
  if (install() !== 0) {
    spawnSync("apt-get", ["update"], options);
    install();
  }
  return onPath(program, env);
}
