import { BadEnvironment, type Env, readEnv } from "@stoa/api/env";
import { type Context, contextFor, type Services } from "@stoa/api/platform/context";
import { createServices } from "@stoa/api/platform/services";
import { newId } from "@stoa/kit";
import { Failed } from "../command.ts";
import type { Environment } from "../env.ts";
import { appEnvironment } from "./app-environment.ts";
import { runningRedis } from "./redis.ts";
import { withDatabases } from "./services.ts";

/** Runs a verb of the product from the command line, as the system itself, on the same services as the apps. */
export function withContext<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  return withDatabases(async (setting, databases) => {
    const redisUrl = setting.caller.REDIS_URL ?? (await runningRedis(setting.home, setting.secrets));
    const env = checkedEnvironment(appEnvironment({ ...setting, databases, redisUrl }));
    return withServices(env, (services) =>
      work(contextFor(services, { kind: "system", id: "stoa" }, newId("correlation"))),
    );
  });
}

/** Opens the services of the product for one piece of work and closes them. */
export async function withServices<T>(env: Env, work: (services: Services) => Promise<T>): Promise<T> {
  const services = await createServices({ ...env, LOG_LEVEL: "error" }, { app: "stoa" });
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}

/** The environment as the apps will read it. Throws `Failed` that names every variable that is wrong. */
export function checkedEnvironment(env: Environment): Env {
  try {
    return readEnv(env);
  } catch (error) {
    throw error instanceof BadEnvironment ? new Failed(error.message) : error;
  }
}
