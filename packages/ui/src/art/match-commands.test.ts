import { expect, test } from "vitest";
import { matchingCommands } from "./match-commands.ts";

const commands = [{ label: "Failed syncs", hint: "LMS" }, { label: "Orders" }, { label: "All orders of today" }];

test("commands that begin with the query come first", () => {
  expect(matchingCommands(commands, "orders").map((command) => command.label)).toEqual([
    "Orders",
    "All orders of today",
  ]);
});

test("every word must be found, in the name or the hint", () => {
  expect(matchingCommands(commands, "lms failed")).toEqual([commands[0]]);
  expect(matchingCommands(commands, "lms orders")).toEqual([]);
});

test("an empty query shows all", () => {
  expect(matchingCommands(commands, " ")).toEqual(commands);
});
