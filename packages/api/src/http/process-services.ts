import { readEnv } from "../env.ts";
import type { Services } from "../platform/context.ts";
import { createServices } from "../platform/services.ts";

const SLOT = Symbol.for("stoa.services");

type Holder = typeof globalThis & { [SLOT]?: Promise<Services> };

/**
 * The services of this process, opened on first use and shared by all its requests. They hang on `globalThis`, because
 * Next loads modules once for each of its bundles, and each would open a pool of its own.
 */
export function processServices(app: "web" | "admin"): Promise<Services> {
  const holder: Holder = globalThis;
  holder[SLOT] ??= createServices(readEnv(), { app }).catch((error) => {
    holder[SLOT] = undefined;
    throw error;
  });
  return holder[SLOT];
}

/** Closes them, when they were opened. */
export async function closeProcessServices(): Promise<void> {
  const holder: Holder = globalThis;
  await (await holder[SLOT])?.close();
  holder[SLOT] = undefined;
}
