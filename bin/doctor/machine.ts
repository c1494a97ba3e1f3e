import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { APPS } from "../stack/apps.ts";
import { freeDiskBytes, megabytes, requireFreeDisk } from "../stack/home.ts";
import { isFree } from "../stack/ports.ts";
import { onPath } from "../stack/redis.ts";
import type { Setting } from "../stack/services.ts";
import { ask, type Finding } from "./finding.ts";

const NODE_MAJOR = 24;
const BODY_SHOWN = 200;

/** What can be asked without anything running. */
export async function askMachine(setting: Setting): Promise<Finding[]> {
  const { home, root, caller } = setting;
  const findings = [
    await ask("node", async () => {
      const fits = Number.parseInt(process.versions.node, 10) >= NODE_MAJOR;
      return { state: fits ? "good" : "wrong", says: `${process.version} at ${process.execPath}` };
    }),
    await ask("dependencies", async () => {
      const installed = join(root, "node_modules", ".pnpm", "lock.yaml");
      const lockfile = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");
      return existsSync(installed) && readFileSync(installed, "utf8") === lockfile
        ? { state: "good", says: "as pnpm-lock.yaml names them" }
        : { state: "wrong", says: "not those of pnpm-lock.yaml; npm start installs them" };
    }),
    await ask("disk", async () => {
      requireFreeDisk(home);
      return { state: "good", says: `${megabytes(freeDiskBytes(home))} free under ${home.path}` };
    }),
    await ask("ffmpeg", async () => {
      const program = onPath("ffmpeg", caller);
      return program === null
        ? { state: "off", says: "not on PATH; videos cannot be prepared, everything else works" }
        : { state: "good", says: program };
    }),
  ];
  return [...findings, ...(await Promise.all(APPS.map((app) => askPort(app, setting))))];
}

function askPort({ name, port: variable, health }: (typeof APPS)[number], { host, ports }: Setting): Promise<Finding> {
  const port = ports[variable];
  return ask(`${name} :${port}`, async () => {
    if (await isFree(port, host)) return { state: "off", says: "not running; the port is free" };
    const answer = await fetch(`http://127.0.0.1:${port}${health}`, { signal: AbortSignal.timeout(3_000) }).catch(
      () => null,
    );
    if (answer === null)
      return { state: "wrong", says: `the port is in use, but ${health} does not answer there; ${variable} moves it` };
    const body = (await answer.text()).slice(0, BODY_SHOWN);
    return answer.ok
      ? { state: "good", says: `running, ${health} answers` }
      : { state: "wrong", says: `${health} answers ${answer.status}: ${body}` };
  });
}
