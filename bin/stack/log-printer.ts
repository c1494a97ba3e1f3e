import type { Colour } from "../terminal.ts";
import { readableLine } from "./log-lines.ts";

const KEPT_LINES = 200;

export interface LogPrinter {
  print(app: { name: string; colour: Colour }, line: string): void;
  /** Prints what was held back so far, and everything else as it comes. */
  flow(): void;
  /** The last lines held back of one app, for telling why it did not start. */
  heldOf(name: string): string;
}

/** Holds the apps' lines back while the steps of the start are shown, then lets them flow. */
export function logPrinter(write: (line: string) => void = console.log): LogPrinter {
  let held: { name: string; line: string }[] | null = [];
  return {
    print: (app, line) => {
      const readable = readableLine(app, line);
      if (held === null) return write(readable);
      held.push({ name: app.name, line: readable });
      if (held.length > KEPT_LINES) held.shift();
    },
    flow: () => {
      for (const { line } of held ?? []) write(line);
      held = null;
    },
    heldOf: (name) =>
      (held ?? [])
        .filter((entry) => entry.name === name)
        .map((entry) => entry.line)
        .join("\n"),
  };
}
