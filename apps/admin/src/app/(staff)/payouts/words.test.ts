import { expect, test } from "vitest";
import { batchName } from "./words.ts";

test("a batch goes by its month and currency, or, asked for by a person, by the end of its id", () => {
  expect(batchName("2026-11:EUR")).toBe("2026-11, EUR");
  expect(batchName("asked:pbt_01m7zv65bzgtnxy5k0xetyp435")).toBe("Asked for, …typ435");
});
