import type { Command } from "../command.ts";
import { doctor } from "./doctor.ts";
import { migrate } from "./migrate.ts";
import { replay } from "./replay.ts";
import { test } from "./test.ts";
import { up } from "./up.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [up, test, doctor, migrate, replay];
