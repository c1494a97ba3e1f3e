import type { Scenario } from "../scenario.ts";
import { absentRedis } from "./absent-redis.ts";
import { badNetwork } from "./bad-network.ts";
import { bank } from "./bank.ts";
import { crashedPostgres } from "./crashed-postgres.ts";
import { duplicates } from "./duplicates.ts";
import { everyStep } from "./every-step.ts";
import { forgetfulRedis } from "./forgetful-redis.ts";
import { killedWorker } from "./killed-worker.ts";
import { lmsTrouble } from "./lms-trouble.ts";
import { lostWebhooks } from "./lost-webhooks.ts";
import { lyingClocks } from "./lying-clocks.ts";
import { manyReversals } from "./many-reversals.ts";
import { sameKey } from "./same-key.ts";
import { stuckMessage } from "./stuck-message.ts";
import { threePaths } from "./three-paths.ts";
import { zombieWorker } from "./zombie-worker.ts";

/** All of them, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [
  killedWorker,
  duplicates,
  threePaths,
  lostWebhooks,
  bank,
  sameKey,
  crashedPostgres,
  forgetfulRedis,
  absentRedis,
  zombieWorker,
  stuckMessage,
  manyReversals,
  badNetwork,
  lmsTrouble,
  lyingClocks,
  everyStep,
];
