import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readEnv } from "@stoa/api/env";
import { jobs } from "@stoa/api/jobs";
import { contextFor } from "@stoa/api/platform/context";
import { createServices } from "@stoa/api/platform/services";
import { drainJobs } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import type { DoomedRequest } from "./doomed.ts";
import { endLeases, endPauses } from "./settle.ts";
import type { System } from "./system.ts";

const DOOMED = fileURLToPath(new URL("./doomed.ts", import.meta.url));

/** Has a process of its own answer a request and end before piece `last`; null when it ended, or what it sent in all. */
export async function answerDoomed(system: System, request: DoomedRequest, last: number): Promise<number | null> {
  const child = spawn(process.execPath, [DOOMED, JSON.stringify(request)], {
    env: { NODE_ENV: "production", ...ofOneProcess(system), FAILPOINT: String(last) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  if (signal === "SIGKILL") return null;
  const line = output.split("\n").find((text) => text.startsWith('{"status":'));
  if (code !== 0 || line === undefined) throw new Error(`the doomed process ended with ${code}:\n${output}`);
  return (JSON.parse(line) as { sent: number }).sent;
}

/** Another process takes up what the dead one left: every job that is due, with nobody's pauses to wait for. */
export async function takeUpWork(system: System): Promise<void> {
  const services = await createServices(readEnv(ofOneProcess(system)), { app: "worker" });
  try {
    await endLeases(system);
    await endPauses(system);
    await drainJobs(contextFor(services, { kind: "job", id: "worker" }, newId("correlation")), jobs);
  } finally {
    await services.close();
  }
}

/** These processes run jobs without a queue. */
function ofOneProcess({ environment }: System): Readonly<Record<string, string>> {
  return { ...environment, STOA_QUEUE: "postgres" };
}
