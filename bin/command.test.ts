import { describe, expect, test } from "vitest";
import { type Command, helpOf, readInput, WrongUsage } from "./command.ts";
import { COMMANDS } from "./commands/index.ts";

const greet: Command = {
  name: "greet",
  summary: "Greets a person.",
  usage: "NAME",
  maxArguments: 1,
  options: {
    loud: { type: "boolean", help: "In capitals." },
    times: { type: "string", value: "N", help: "How often." },
  },
  run: async () => {},
};

describe("what was typed behind a command", () => {
  test("is split into arguments and options", () => {
    expect(readInput(greet, ["Asha", "--times", "3", "--loud"])).toEqual({
      help: false,
      arguments: ["Asha"],
      options: { times: "3", loud: true },
    });
  });

  test("is refused when an option is unknown", () => {
    expect(() => readInput(greet, ["--softly"])).toThrow(new WrongUsage("stoa greet: Unknown option '--softly'."));
  });

  test("is refused when it has more arguments than the command takes", () => {
    expect(() => readInput(greet, ["Asha", "Tomas"])).toThrow(/does not know what to do with "Tomas"/);
  });

  test("is refused when an option lacks its value", () => {
    expect(() => readInput(greet, ["--times"])).toThrow(WrongUsage);
  });
});

test("the help of a command names every option with its value", () => {
  expect(helpOf(greet)).toBe(
    "Greets a person.\n\nUsage: stoa greet NAME [options]\n\n  --loud     In capitals.\n  --times N  How often.\n  --help     Shows this.",
  );
});

test("every command says in one sentence what it does", () => {
  for (const command of COMMANDS) expect(command.summary).toMatch(/^[A-Z].*\.$/);
});
