import type { Command } from "../command.ts";
import { migrate } from "./migrate.ts";
import { test } from "./test.ts";
import { up } from "./up.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [up, test, migrate];
