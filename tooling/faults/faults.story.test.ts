import { REDIS_ON_PATH } from "@stoa/jobs/testing/redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "./rig/system.ts";
import { crashedPostgres } from "./scenarios/crashed-postgres.ts";
import { forgetfulRedis } from "./scenarios/forgetful-redis.ts";
import { threePaths } from "./scenarios/three-paths.ts";
import { play } from "./simulate-faults.ts";

/** The least of everything; the full numbers are `stoa simulate --faults --scale 1`. */
const SCALE = 0.001;
/** A bound for what hangs, not for what is slow. */
const TIMEOUT_MS = 300_000;

describe.skipIf(!REDIS_ON_PATH)("the whole system as processes", () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(crypto.randomUUID());
  }, TIMEOUT_MS);
  afterAll(() => system?.stop(), TIMEOUT_MS);

  const days = [threePaths, crashedPostgres, forgetfulRedis];
  test.each(days)("promise $promise, $name: $passes", { timeout: TIMEOUT_MS }, async (scenario) => {
    const { broken, figures } = await play(scenario, system, SCALE);
    expect(broken, JSON.stringify(figures)).toEqual([]);
  });
});
