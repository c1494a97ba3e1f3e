import { styleText } from "node:util";

export type Colour = "cyan" | "magenta" | "yellow" | "green" | "blue" | "gray" | "red";

/** Colours text where the reader can see colours: `styleText` asks the stream, NO_COLOR and FORCE_COLOR. */
export function colour(name: Colour | "bold" | "dim", text: string): string {
  return styleText(name, text, { stream: process.stdout });
}

/** `0.4 s`, `12 s`, `2 min 05 s`. */
export function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/**
 * Runs one named step and says how it went: `✓ name … 0.4 s` or `✗ name`. The step may give a remark to print behind
 * its name. While it runs, a terminal shows its name; a log file gets one line per step.
 */
export async function step<T>(name: string, work: (remark: (text: string) => void) => Promise<T>): Promise<T> {
  const started = performance.now();
  let remark = "";
  if (process.stdout.isTTY) process.stdout.write(`  ${colour("dim", "…")} ${name}`);
  const finish = (mark: string, tail: string) => {
    if (process.stdout.isTTY) process.stdout.write("\r\u001b[2K");
    console.log(`  ${mark} ${name}${tail}`);
  };
  try {
    const result = await work((text) => {
      remark = text;
    });
    const tail = [remark, duration(performance.now() - started)].filter((part) => part !== "").join(", ");
    finish(colour("green", "✓"), `  ${colour("dim", tail)}`);
    return result;
  } catch (error) {
    finish(colour("red", "✗"), "");
    throw error;
  }
}
