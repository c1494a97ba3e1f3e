import { fileURLToPath } from "node:url";
import { type RunningApp, startServer } from "../../testing/start-app.ts";
import type { System } from "./system.ts";

const TELLER = fileURLToPath(new URL("./teller.ts", import.meta.url));

/** Starts a process that moves money; see `teller.ts`. */
export function startTeller({ environment }: System): Promise<RunningApp> {
  return startServer({ name: "teller", main: TELLER, port: "WEB_PORT", ready: "/", env: environment });
}
