import type { Finding } from "./finding.ts";

/** Words of a line that differ from one time to the next. */
const VARIABLE = /\b(?:[0-9a-f]{16,}|[a-z]{3}_[A-Za-z0-9]+|\d+)\b/g;

/** Every error that an app wrote to its log: our own lines of that level, and Next's, which carry its mark. */
export function findingsInLog(app: string, output: string): Finding[] {
  return output.split("\n").flatMap((line) => {
    const what = errorIn(line);
    if (what === null) return [];
    return [{ by: "the log" as const, what: what.replace(VARIABLE, "…"), where: app, evidence: line.slice(0, 600) }];
  });
}

function errorIn(line: string): string | null {
  const next = /^\s*⨯\s*(?<said>.+)$/.exec(line)?.groups?.said;
  if (next !== undefined) return next;
  if (!line.startsWith("{")) return null;
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: unknown; msg?: unknown; err?: { message?: unknown } };
    if (level !== "error" && level !== "fatal") return null;
    return [msg, err?.message].filter((part) => typeof part === "string").join(": ");
  } catch {
    return null;
  }
}
