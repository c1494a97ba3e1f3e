import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createMetrics } from "../platform/metrics.ts";
import { ALERT_RULES, INVARIANT_BROKEN } from "./alert-rules.ts";

const DOCS = new URL("../../../../docs/", import.meta.url);
const page = readFileSync(new URL("operations.md", DOCS), "utf8");

test("the operations page tells what every metric means, and of no other", async () => {
  const registered = (await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name);
  const told = [...page.matchAll(/^\| `(stoa_\w+)`/gm)].map((match) => match[1]);
  expect(told.sort()).toEqual(registered.sort());
});

test.each([...ALERT_RULES.map(({ kind }) => kind), INVARIANT_BROKEN])("the alert %s has its runbook", (kind) => {
  expect(existsSync(new URL(`runbooks/${kind}.md`, DOCS))).toBe(true);
  expect(page).toContain(`runbooks/${kind}.md`);
});
