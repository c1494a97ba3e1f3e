import { type Colour, colour } from "../terminal.ts";

const LEVELS: Readonly<Record<string, { label: string; colour: Colour }>> = {
  debug: { label: "debug", colour: "gray" },
  info: { label: "info", colour: "gray" },
  warn: { label: "warn", colour: "yellow" },
  error: { label: "error", colour: "red" },
  fatal: { label: "fatal", colour: "red" },
};
/** pino counts its levels. */
const PINO_LEVELS: Readonly<Record<number, string>> = {
  10: "debug",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};
/** Said already by the line's own columns, or the same on every line. */
const HIDDEN = new Set(["level", "time", "msg", "message", "app", "name", "pid", "hostname", "service"]);
const VALUE_LENGTH_MAX = 200;

/** One line of an app's output as a person reads it: time, app, level, sentence, fields. What is not JSON stays as it is. */
export function readableLine(app: { name: string; colour: Colour }, line: string, now = new Date()): string {
  const fields = parse(line);
  const who = colour(app.colour, app.name.padEnd(7));
  if (fields === null) return `${clock(now)} ${who} ${line}`;
  const level = LEVELS[levelOf(fields.level)] ?? { label: "info", colour: "gray" };
  const rest = Object.entries(fields)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== null && value !== "")
    .map(([name, value]) => `${name}=${shown(value)}`);
  const sentence = String(fields.msg ?? fields.message ?? "");
  const time = typeof fields.time === "string" || typeof fields.time === "number" ? new Date(fields.time) : now;
  return [clock(time), who, colour(level.colour, level.label.padEnd(5)), sentence, colour("dim", rest.join(" "))]
    .filter((part) => part !== "")
    .join(" ");
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function levelOf(level: unknown): string {
  return typeof level === "number" ? (PINO_LEVELS[level] ?? "info") : String(level);
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}

function clock(time: Date): string {
  const parts = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, "0"));
  return colour("dim", parts.join(":"));
}
