import type { Scenario } from "../scenario.ts";
import { absentRedis } from "./absent-redis.ts";
import { badNetwork } from "./bad-network.ts";
import { crashedPostgres } from "./crashed-postgres.ts";
import { duplicates } from "./duplicates.ts";
import { everyStep } from "./every-step.ts";
import { forgetfulRedis } from "./forgetful-redis.ts";
import { killedWorker } from "./killed-worker.ts";
import { lmsTrouble } from "./lms-trouble.ts";
import { lostWebhooks } from "./lost-webhooks.ts";
import { lyingClocks } from "./lying-clocks.ts";
import { sameKey } from "./same-key.ts";
import { threePaths } from "./three-paths.ts";
import { zombieWorker } from "./zombie-worker.ts";

/** All of them, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [
  killedWorker,
  duplicates,
  threePaths,
  lostWebhooks,
  sameKey,
  crashedPostgres,
  forgetfulRedis,
  absentRedis,
  zombieWorker,
  badNetwork,
  lmsTrouble,
  lyingClocks,
  everyStep,
];
