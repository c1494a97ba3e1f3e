import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mergeEnvironments, readEnvironment } from "./env.ts";

test("what the caller exported wins over the .env file, and the file fills in the rest", () => {
  const root = mkdtempSync(join(tmpdir(), "stoa-env-"));
  writeFileSync(join(root, ".env"), 'WEB_PORT=3100\nMAIL_FROM="Stoa <a@b.example>"\nDATABASE_URL=\n');
  expect(readEnvironment(root, { WEB_PORT: "3200" })).toEqual({ WEB_PORT: "3200", MAIL_FROM: "Stoa <a@b.example>" });
  rmSync(root, { recursive: true });
});

test("an empty value counts as not set, so that a copied .env.example changes nothing", () => {
  expect(mergeEnvironments({ REDIS_URL: "", PORT: " " }, { REDIS_URL: "redis://x" })).toEqual({
    REDIS_URL: "redis://x",
  });
});
