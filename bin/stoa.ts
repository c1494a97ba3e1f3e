import { DomainError } from "@stoa/kit";
import { AlreadyReported, type Command, Failed, helpOf, readInput, table, WrongUsage } from "./command.ts";
import { COMMANDS } from "./commands/index.ts";

const EXIT_FAILED = 1;
const EXIT_WRONG_USAGE = 2;

process.exitCode = await run(process.argv.slice(2));

/** Runs what was typed and gives the exit code: 0 only when the command did what it says. */
async function run(typed: readonly string[]): Promise<number> {
  try {
    if (typed.length === 0 || typed[0] === "--help" || typed[0] === "-h" || typed[0] === "help") {
      console.log(overview());
      return 0;
    }
    const { command, rest } = commandNamedIn(typed);
    const input = readInput(command, rest);
    if (input.help) console.log(helpOf(command));
    else await command.run(input);
    return 0;
  } catch (error) {
    return report(error);
  }
}

function commandNamedIn(typed: readonly string[]): { command: Command; rest: readonly string[] } {
  for (const command of COMMANDS) {
    const words = command.name.split(" ");
    if (words.every((word, at) => typed[at] === word)) return { command, rest: typed.slice(words.length) };
  }
  throw new WrongUsage(`stoa has no command "${typed.join(" ")}".`);
}

function overview(): string {
  const rows = COMMANDS.map((command) => [command.name, command.summary] as const);
  return ["Usage: npm run stoa -- <command> [options]", "", ...table(rows), "", "Each takes --help."].join("\n");
}

function report(error: unknown): number {
  if (error instanceof AlreadyReported) return EXIT_FAILED;
  if (error instanceof WrongUsage) {
    console.error(`${error.message} Try: npm run stoa -- --help`);
    return EXIT_WRONG_USAGE;
  }
  // A refusal that was foreseen is one sentence; a defect shows its stack and what caused it.
  console.error(error instanceof Failed || error instanceof DomainError ? error.message : error);
  return EXIT_FAILED;
}
