import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./finding.ts";
import { runTool } from "./run-tool.ts";
import { wordlist } from "./wordlist.ts";

export interface FfufRun {
  app: string;
  url: string;
  /** Paths that may answer 200. */
  pages: readonly RegExp[];
  home: string;
  withinMs: number;
}

/** Asks for everything that a server of this kind should never have lying about. */
export async function runFfuf(program: string, run: FfufRun): Promise<{ findings: Finding[]; cut: boolean }> {
  const words = join(run.home, "words.txt");
  const report = join(run.home, "ffuf.json");
  writeFileSync(words, `${wordlist().join("\n")}\n`);
  const { cut } = await runTool(
    program,
    [
      ...["-w", words, "-u", `${run.url}/FUZZ`, "-mc", "all", "-t", "8", "-timeout", "20", "-s"],
      ...["-maxtime", String(Math.round(run.withinMs / 1_000)), "-of", "json", "-o", report],
    ],
    { home: run.home, withinMs: run.withinMs + 15_000 },
  );
  return { findings: findingsInReport(run, readFileSync(report, "utf8")), cut };
}

interface Result {
  input: { FUZZ: string };
  status: number;
  redirectlocation: string;
  length: number;
}

/** Whatever is neither refused, nor a way to the sign-in or to the same path in its one spelling, nor a page of ours. */
export function findingsInReport({ app, url, pages }: Pick<FfufRun, "app" | "url" | "pages">, json: string): Finding[] {
  const { results } = JSON.parse(json) as { results: Result[] };
  return results.flatMap(({ input: { FUZZ: word }, status, redirectlocation: to, length }) => {
    const refused = status >= 400 && status < 500;
    const elsewhere = status >= 300 && status < 400 && isHarmless(to, url);
    if (refused || elsewhere || (status === 200 && pages.some((page) => page.test(`/${word}`)))) return [];
    const evidence = `${status}, ${length} bytes${to === "" ? "" : `, to ${to}`}`;
    return [{ by: "ffuf" as const, what: `answered ${status}`, where: `${app} /${word}`, evidence }];
  });
}

/** A way that stays on the app. */
function isHarmless(to: string, url: string): boolean {
  return new URL(to, url).origin === new URL(url).origin;
}
