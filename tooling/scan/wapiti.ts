import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./finding.ts";
import { runTool } from "./run-tool.ts";

/** All that needs no list from the internet; `buster` and `nikto` guess paths, as ffuf does with our own. */
const MODULES = [
  "backup",
  "blindsql",
  "cookieflags",
  "crlf",
  "csp",
  "csrf",
  "exec",
  "file",
  "htaccess",
  "http_headers",
].concat(["methods", "permanentxss", "redirect", "shellshock", "sql", "ssrf", "xss", "xxe"]);
/** It must end by itself, for it writes its report last: its time is shared out among the crawl and the modules. */
const CRAWL_SHARE = 0.25;
const MODULE_SHARE = (1 - CRAWL_SHARE) / MODULES.length;
/** It ends a module only between two of its payloads, which on a busy machine takes a while. */
const PATIENCE = 2;

export interface WapitiRun {
  app: string;
  as: string;
  url: string;
  /** Pages to begin at beside the first. */
  starts: readonly string[];
  /** Where a server that was tricked into a request would send it. */
  endpoint: string;
  home: string;
  withinMs: number;
}

/** Crawls an app and attacks every parameter and form that it finds. */
export async function runWapiti(program: string, run: WapitiRun): Promise<{ findings: Finding[]; cut: boolean }> {
  const report = join(run.home, "report.json");
  const seconds = (share: number) => String(Math.round((run.withinMs * share) / 1_000));
  const { cut } = await runTool(
    program,
    [
      ...[
        "--url",
        `${run.url}/`,
        "--scope",
        "domain",
        "--module",
        MODULES.join(","),
        "--flush-session",
        "--no-bugreport",
      ],
      ...run.starts.flatMap((path) => ["--start", run.url + path]),
      ...["--endpoint", run.endpoint],
      ...["--max-scan-time", seconds(CRAWL_SHARE), "--max-attack-time", seconds(MODULE_SHARE)],
      ...["--max-files-per-dir", "30", "--timeout", "10", "--verbose", "0"],
      ...["--store-session", join(run.home, "session"), "--store-config", join(run.home, "config")],
      ...["--format", "json", "--output", report],
    ],
    { home: run.home, withinMs: PATIENCE * run.withinMs },
  );
  if (!existsSync(report)) throw new Error(`wapiti did not come to its report at ${run.app} within its time`);
  return { findings: findingsInReport(`${run.app} as ${run.as}`, readFileSync(report, "utf8")), cut };
}

interface Entry {
  method?: string;
  path?: string;
  parameter?: string | null;
  info?: string;
}

/** Vulnerabilities and anomalies of a report; of answers of 5xx the gate tells more exactly. */
export function findingsInReport(where: string, json: string): Finding[] {
  const report = JSON.parse(json) as Partial<Record<"vulnerabilities" | "anomalies", Record<string, Entry[]>>>;
  return [report.vulnerabilities, report.anomalies].flatMap((group) =>
    Object.entries(group ?? {}).flatMap(([category, entries]) =>
      entries.map(({ method = "", path = "", parameter, info = "" }) => ({
        by: "wapiti" as const,
        // Of a whole page it says which header or cookie; of a parameter, what it put there.
        what: parameter ? category : `${category}: ${info}`,
        where: `${where} ${method} ${path.replace(/\?.*$/s, "")}${parameter ? ` (${parameter})` : ""}`,
        evidence: `${info} ${path}`.trim().slice(0, 400),
      })),
    ),
  );
}
