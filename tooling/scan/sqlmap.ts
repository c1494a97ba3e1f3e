import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./finding.ts";
import { runTool } from "./run-tool.ts";

/** One request whose parameters are tried; `*` stands behind each place that is no plain parameter. */
export interface Attempt {
  method: "GET" | "POST";
  /** Path and query. */
  path: string;
  contentType?: string;
  body?: string;
}

const BREAK = "=".repeat(54);

/** Tries every parameter of the requests for SQL injection by errors, booleans, unions, stacked statements and time. */
export async function runSqlmap(
  program: string,
  run: { app: string; url: string; attempts: readonly Attempt[]; home: string; withinMs: number },
): Promise<{ findings: Finding[]; cut: boolean }> {
  const log = join(run.home, "requests.log");
  writeFileSync(log, run.attempts.map((attempt) => asBurpLog(run.url, attempt)).join(""));
  const { cut } = await runTool(
    program,
    [
      ...["-l", log, "--output-dir", run.home, "--results-file", join(run.home, "results.csv")],
      ...[
        "--batch",
        "--ignore-stdin",
        "--disable-coloring",
        "--dbms",
        "PostgreSQL",
        "--technique",
        "BEUST",
        "--time-sec",
        "2",
      ],
      // What names a form's action is no parameter of ours; a wrong one never reaches a statement.
      ...["--level", "1", "--risk", "1", "--param-exclude", "ACTION_", "--ignore-code", "401", "--flush-session"],
    ],
    run,
  );
  return { findings: findingsIn(run.app, run.home), cut };
}

/** A request as Burp writes it into its log, which sqlmap reads. */
function asBurpLog(url: string, { method, path, contentType, body = "" }: Attempt): string {
  const { host } = new URL(url);
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Origin: ${url}`,
    // Otherwise each refusal bears an id of its own, and no two answers to one question would be alike.
    "X-Correlation-Id: scan-by-sqlmap",
    ...(contentType ? [`Content-Type: ${contentType}`] : []),
  ];
  const message = `${head.join("\n")}\n\n${body}`;
  return `${BREAK}\n12:00:00  ${url}  [127.0.0.1]\n${BREAK}\n${message}\n${BREAK}\n\n\n`;
}

function findingsIn(app: string, folder: string): Finding[] {
  const files = readdirSync(folder).filter((name) => name.startsWith("results") && name.endsWith(".csv"));
  return files.flatMap((name) => findingsInResults(app, readFileSync(join(folder, name), "utf8")));
}

/** The rows of sqlmap's results: target, place, parameter, techniques, notes. A row without techniques is none. */
export function findingsInResults(app: string, csv: string): Finding[] {
  return csv
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const match = /^(?<target>"[^"]*"|[^,]*),(?<place>[^,]*),(?<parameter>[^,]*),(?<techniques>[^,]*),/.exec(line);
      const { target = "", place = "", parameter = "", techniques = "" } = match?.groups ?? {};
      if (techniques === "") return [];
      const path = target.replaceAll('"', "").replace(/^https?:\/\/[^/]+/, "");
      const where = `${app} ${path.replace(/\?.*$/, "")} (${place} ${parameter})`;
      return [{ by: "sqlmap" as const, what: "SQL injection", where, evidence: `${techniques} at ${path}` }];
    });
}
