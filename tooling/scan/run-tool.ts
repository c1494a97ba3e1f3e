import { spawn } from "node:child_process";
import { once } from "node:events";

const KILL_AFTER_MS = 5_000;
/** Where Debian keeps the scanners and the interpreters that run them. */
const PATH = "/usr/local/bin:/usr/bin:/bin";

export interface ToolRun {
  /** What it wrote, to either stream. */
  output: string;
  /** It had not ended within its time and was stopped; what it had found until then counts. */
  cut: boolean;
}

/** Runs a scanner with nobody to answer its questions, in a home of its own. Throws when it fails by itself. */
export async function runTool(
  program: string,
  args: readonly string[],
  { home, withinMs }: { home: string; withinMs: number },
): Promise<ToolRun> {
  const child = spawn(program, args, {
    cwd: home,
    env: { PATH, HOME: home, LANG: "C.UTF-8", NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  let cut = false;
  const stop = setTimeout(() => {
    cut = true;
    child.kill("SIGTERM");
  }, withinMs);
  const kill = setTimeout(() => child.kill("SIGKILL"), withinMs + KILL_AFTER_MS);
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(stop);
  clearTimeout(kill);
  if (code !== 0 && !cut) throw new Error(`${program} ended with ${code}:\n${output.slice(-2_000)}`);
  return { output, cut };
}
