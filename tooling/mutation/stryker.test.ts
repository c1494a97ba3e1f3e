import { expect, test } from "vitest";
import { readScore } from "./stryker.ts";

const at = (line: number, from: number, to: number) => ({
  start: { line, column: from },
  end: { line, column: to },
});

test("a score counts what was noticed, and shows what was not", () => {
  const mutants = [
    { status: "Killed", replacement: "false", location: at(1, 5, 9) },
    { status: "Timeout", replacement: "true", location: at(1, 5, 9) },
    { status: "Survived", replacement: "a <= b", location: at(2, 5, 10) },
    { status: "NoCoverage", replacement: "{}", location: at(3, 1, 4) },
    { status: "CompileError", location: at(1, 1, 2) },
    { status: "Ignored", location: at(1, 1, 2) },
  ];
  const report = { files: { "money.ts": { source: "if (true)\nif (a < b)\n{ }", mutants } } };
  expect(readScore(JSON.stringify(report))).toEqual({
    noticed: 2,
    planted: 4,
    survivors: [
      { file: "money.ts", line: 2, original: "a < b", replacement: "a <= b", unrun: false },
      { file: "money.ts", line: 3, original: "{ }", replacement: "{}", unrun: true },
    ],
  });
});
