import { BadEnvironment, readEnv } from "@stoa/api/env";
import { Failed } from "../command.ts";
import type { Environment } from "../env.ts";
import { appEnvironment } from "./app-environment.ts";
import { DEFAULT_PORTS, readPorts } from "./ports.ts";
import type { Secrets } from "./secrets.ts";

/** Stands where the address of a database will be that is not known before it runs. */
const NOT_YET = "postgres://not-yet/stoa";

/** Throws one `Failed` that names everything wrong with what the caller set, before anything is started with it. */
export function requireSoundEnvironment(caller: Environment, secrets: Secrets): void {
  const besidePorts = Object.fromEntries(Object.entries(caller).filter(([name]) => !(name in DEFAULT_PORTS)));
  const ofTheApps = () =>
    appEnvironment({
      caller: besidePorts,
      secrets,
      databases: { DATABASE_URL: NOT_YET, SANDBOX_DATABASE_URL: NOT_YET },
      redisUrl: caller.REDIS_URL ?? null,
      host: "127.0.0.1",
      ports: DEFAULT_PORTS,
    });
  const complaints = [...complaintsOf(() => readPorts(caller)), ...complaintsOf(() => readEnv(ofTheApps()))];
  if (complaints.length > 0) throw new Failed(["Some variables cannot be used:", ...complaints].join("\n"));
}

/** What a check says, line by line; nothing when it has nothing to say. */
function complaintsOf(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof Failed) return error.message.split("\n").map((line) => `  ${line}`);
    if (error instanceof BadEnvironment) return error.message.split("\n").slice(1);
    throw error;
  }
}
