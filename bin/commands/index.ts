import type { Command } from "../command.ts";
import { bench } from "./bench.ts";
import { doctor } from "./doctor.ts";
import { migrate } from "./migrate.ts";
import { mutate } from "./mutate.ts";
import { reconcile } from "./reconcile.ts";
import { replay } from "./replay.ts";
import { scan } from "./scan.ts";
import { seed } from "./seed.ts";
import { simulate } from "./simulate.ts";
import { test } from "./test.ts";
import { up } from "./up.ts";
import { userCreate } from "./user-create.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  up,
  test,
  doctor,
  migrate,
  seed,
  userCreate,
  replay,
  reconcile,
  simulate,
  mutate,
  scan,
  bench,
];
