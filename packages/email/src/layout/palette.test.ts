import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DARK, LIGHT } from "./palette.ts";

const tokens = readFileSync(new URL("../../../ui/src/tokens.css", import.meta.url), "utf8");

test.each([
  ["page", "paper"],
  ["sheet", "surface"],
  ["line", "line"],
  ["ink", "ink"],
  ["quiet", "ink-faint"],
  ["link", "aegean"],
  ["accent", "ochre"],
] as const)("the colour %s of mails is the token --%s", (colour, token) => {
  expect(tokens).toContain(`--${token}: light-dark(${LIGHT[colour]}, ${DARK[colour]});`);
});
