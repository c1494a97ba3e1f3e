import { MINUTE_MS } from "@stoa/kit";
import { type Finding, settle } from "../../tooling/scan/finding.ts";
import { type Scanners, scan as scanApps, type TurnReport } from "../../tooling/scan/scan.ts";
import { SETTLED } from "../../tooling/scan/settled.ts";
import { findOrInstall } from "../checks/programs.ts";
import { AlreadyReported, type Command, Failed, WrongUsage } from "../command.ts";
import { type Environment, readEnvironment } from "../env.ts";
import { BUILT_APPS } from "../stack/apps.ts";
import { buildChanged } from "../stack/builds.ts";
import { ROOT } from "../stack/services.ts";
import { colour, duration, step } from "../terminal.ts";

const MINUTES = 12;

export const scan: Command = {
  name: "scan",
  summary: "Sets sqlmap, wapiti and ffuf on the production build; fails on any finding that is not settled.",
  options: {
    minutes: { type: "string", value: "N", help: `For how long the scanners work at most, ${MINUTES} unless told.` },
  },
  run: async ({ options }) => {
    const minutes = Number(options.minutes ?? MINUTES);
    if (!(minutes >= 1)) throw new WrongUsage("--minutes takes a number from 1.");
    const env = readEnvironment(ROOT);
    const scanners = findScanners(env);
    await step("Builds of web and admin", async (remark) => {
      if ((await buildChanged(ROOT, BUILT_APPS, env)).length === 0) remark("nothing changed");
    });
    const reports: TurnReport[] = [];
    const started = performance.now();
    const findings = await scanApps({ scanners, withinMs: minutes * MINUTE_MS }, (report) => {
      reports.push(report);
      console.log(lineOf(report));
    });
    const { settled, open } = settle(findings, SETTLED);
    for (const [{ because }, alike] of settled) {
      const [first] = alike;
      console.log(colour("dim", `\nSettled, ${alike.length} times ${first?.by}: ${first?.what}. ${because}`));
    }
    for (const finding of open) console.log(colour("red", reportOf(finding)));
    const requests = reports.reduce((sum, report) => sum + report.requests, 0);
    const took = duration(performance.now() - started);
    console.log(`\n${requests} requests in ${took}: ${findings.length} findings, ${open.length} not settled`);
    if (open.length > 0) throw new AlreadyReported();
  },
};

/** Debian's packages have the names of the programs. */
function findScanners(env: Environment): Scanners {
  const found = (program: string) => {
    const path = findOrInstall(env, program, program);
    if (path === null) throw new Failed(`There is no ${program} on PATH. As root: apt-get install sqlmap wapiti ffuf.`);
    return path;
  };
  return { sqlmap: found("sqlmap"), wapiti: found("wapiti"), ffuf: found("ffuf") };
}

function lineOf({ tool, app, as, requests, statuses, seconds, cut, findings, renewed }: TurnReport): string {
  const answers = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  return [
    `${tool} at ${app} as ${as}: ${findings} findings by ${requests} requests in ${seconds} s${cut ? ", cut there" : ""}`,
    `   ${answers.join(", ")}${renewed > 0 ? `; signed in again ${renewed} times` : ""}`,
  ].join("\n");
}

function reportOf({ by, what, where, evidence }: Finding): string {
  return `\n${by}: ${what}\n   ${where}\n   ${evidence}`;
}
