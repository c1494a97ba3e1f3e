import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

export interface Option {
  type: "string" | "boolean";
  /** What stands for the value in the help: `FILE`, `N`. */
  value?: string;
  help: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

export interface CommandInput {
  arguments: readonly string[];
  options: OptionValues;
}

/** One command of `stoa`. It resolves when it has done what it says; otherwise it throws. */
export interface Command {
  /** As typed: `up`, `user create`. */
  name: string;
  summary: string;
  /** Names of the positional arguments, for the help: `[step]`. */
  usage?: string;
  /** How many positional arguments it takes at most. */
  maxArguments?: number;
  options?: Readonly<Record<string, Option>>;
  run(input: CommandInput): Promise<void>;
}

/** The caller typed something that no command takes. */
export class WrongUsage extends Error {
  override name = "WrongUsage";
}

/** The command could not do what it says, for a reason that one sentence tells. */
export class Failed extends Error {
  override name = "Failed";
}

/** The command has already told in detail what went wrong; only the exit code is left to give. */
export class AlreadyReported extends Error {
  override name = "AlreadyReported";
}

/** Splits what was typed behind the command's name. Throws `WrongUsage`, naming the part that is not understood. */
export function readInput(command: Command, typed: readonly string[]): CommandInput & { help: boolean } {
  const options: ParseArgsOptionsConfig = { help: { type: "boolean", short: "h" } };
  for (const [name, option] of Object.entries(command.options ?? {})) options[name] = { type: option.type };
  const parsed = parse(command, typed, options);
  const { help, ...values } = parsed.values;
  const most = command.maxArguments ?? 0;
  const surplus = parsed.positionals[most];
  if (surplus !== undefined) throw new WrongUsage(`stoa ${command.name} does not know what to do with "${surplus}".`);
  return { help: help === true, arguments: parsed.positionals, options: values as OptionValues };
}

function parse(command: Command, typed: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...typed], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [sentence] = error instanceof Error ? error.message.split(". ") : ["the options are not understood"];
    throw new WrongUsage(`stoa ${command.name}: ${sentence}.`);
  }
}

/** The help of one command. */
export function helpOf(command: Command): string {
  const usage = ["stoa", command.name, command.usage, command.options ? "[options]" : undefined];
  const rows = Object.entries(command.options ?? {}).map(([name, option]): [string, string] => [
    `--${name}${option.type === "string" ? ` ${option.value ?? "VALUE"}` : ""}`,
    option.help,
  ]);
  rows.push(["--help", "Shows this."]);
  return [
    command.summary,
    "",
    `Usage: ${usage.filter((part) => part !== undefined).join(" ")}`,
    "",
    ...table(rows),
  ].join("\n");
}

/** Two columns, the first as wide as its longest entry. */
export function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
