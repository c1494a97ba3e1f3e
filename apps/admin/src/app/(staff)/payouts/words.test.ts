import { expect, test } from "vitest";
import { stateOptions } from "../../../parts/options.ts";
import { batchName, inPayoutWords } from "./words.ts";

test("a batch goes by its month and currency, or, asked for by a person, by the end of its id", () => {
  expect(batchName("2026-11:EUR")).toBe("2026-11, EUR");
  expect(batchName("asked:pbt_01m7zv65bzgtnxy5k0xetyp435")).toBe("Asked for, …typ435");
});

test("the filter offers the states in the words of the list", () => {
  const words = stateOptions(["requested", "sent", "returned"], inPayoutWords).map(({ label }) => label);
  expect(words).toEqual(["awaits approval", "on its way", "came back"]);
});
