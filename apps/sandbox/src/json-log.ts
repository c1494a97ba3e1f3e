import type { Log, LogFields } from "@stoa/kit";

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;
type Level = keyof typeof LEVELS;

/** Writes one JSON object per line to standard error; standard output carries the ready line only. */
export function jsonLog(least: Level = "info", bound: LogFields = {}): Log {
  const write = (level: Level) => (fields: LogFields, message: string) => {
    if (LEVELS[level] < LEVELS[least]) return;
    const line = { level, time: new Date().toISOString(), app: "sandbox", ...bound, ...fields, msg: message };
    process.stderr.write(`${JSON.stringify(line)}\n`);
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => jsonLog(least, { ...bound, ...fields }),
  };
}
