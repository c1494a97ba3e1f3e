import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEndpoint } from "./endpoint.ts";
import { distinct, type Finding } from "./finding.ts";
import type { Gate, Persona } from "./gate.ts";
import { openStage } from "./stage.ts";
import { turnsOf } from "./turns.ts";

/** Where the scanners are. */
export interface Scanners {
  readonly sqlmap: string;
  readonly wapiti: string;
  readonly ffuf: string;
}

/** One tool's go at one app as one person. */
export interface Turn {
  readonly tool: keyof Scanners;
  readonly app: "web" | "admin";
  readonly as: Persona | null;
  readonly withinMs: number;
  /** Works in a folder of its own. */
  play(on: { program: string; url: string; home: string }): Promise<{ findings: Finding[]; cut: boolean }>;
}

export interface TurnReport {
  readonly tool: keyof Scanners;
  readonly app: "web" | "admin";
  readonly as: string;
  readonly requests: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly renewed: number;
  readonly seconds: number;
  readonly cut: boolean;
  readonly findings: number;
}

/** Lets every scanner have its go at web and admin, one after the other on each, both at once; gives what was found. */
export async function scan(
  { scanners, withinMs }: { scanners: Scanners; withinMs: number },
  tell: (report: TurnReport) => void,
): Promise<Finding[]> {
  const [stage, endpoint] = await Promise.all([openStage(), openEndpoint()]);
  const folder = mkdtempSync(join(tmpdir(), "stoa-scan-"));
  try {
    const turns = await turnsOf(stage, endpoint, withinMs);
    const found: Finding[] = [];
    const playAll = async (app: "web" | "admin") => {
      for (const [number, turn] of turns.filter((each) => each.app === app).entries()) {
        const home = join(folder, `${app}-${number}`);
        mkdirSync(home);
        const played = await play(turn, { gate: stage[app], program: scanners[turn.tool], home });
        found.push(...played.findings);
        tell(played.report);
      }
    };
    await Promise.all([playAll("web"), playAll("admin")]);
    return distinct([...found, ...endpoint.visits(), ...(await stage.accidents())]);
  } finally {
    await endpoint.close();
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(turn: Turn, on: { gate: Gate; program: string; home: string }) {
  const started = performance.now();
  const traffic = await on.gate.admit(turn.as);
  const { findings, cut } = await turn.play({ program: on.program, url: on.gate.url, home: on.home });
  if (traffic.requests === 0) throw new Error(`${turn.tool} sent ${turn.app} nothing at all`);
  const report: TurnReport = {
    tool: turn.tool,
    app: turn.app,
    as: turn.as?.name ?? "anonymous",
    ...traffic,
    seconds: Math.round((performance.now() - started) / 1_000),
    cut,
    findings: distinct(findings).length,
  };
  return { findings, report };
}
