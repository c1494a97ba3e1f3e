import type { Command } from "../command.ts";
import { bench } from "./bench.ts";
import { doctor } from "./doctor.ts";
import { migrate } from "./migrate.ts";
import { mutate } from "./mutate.ts";
import { replay } from "./replay.ts";
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
  simulate,
  mutate,
  bench,
];
