import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Home } from "./home.ts";
import { keepSecrets } from "./secrets.ts";

let home: Home;

beforeEach(() => {
  const path = mkdtempSync(join(tmpdir(), "stoa-home-"));
  home = { path, in: (...parts) => join(path, ...parts) };
});
afterEach(() => rmSync(home.path, { recursive: true }));

test("secrets are made once, and read by nobody else", () => {
  const secrets = keepSecrets(home);
  expect(keepSecrets(home)).toEqual(secrets);
  expect(statSync(home.in("secrets.json")).mode & 0o077).toBe(0);
  expect(Buffer.from(secrets.STOA_ENCRYPTION_KEY, "base64")).toHaveLength(32);
});

test("no two homes share one", () => {
  const first = keepSecrets(home);
  rmSync(home.in("secrets.json"));
  for (const [name, value] of Object.entries(keepSecrets(home)))
    expect(value, name).not.toBe(first[name as keyof typeof first]);
});

test("a secret that a newer Stoa adds is made beside those that are kept", () => {
  const secrets = keepSecrets(home);
  const { WORKER_OPS_TOKEN: _, ...older } = secrets;
  writeFileSync(home.in("secrets.json"), JSON.stringify(older));
  const now = keepSecrets(home);
  expect(now).toMatchObject(older);
  expect(JSON.parse(readFileSync(home.in("secrets.json"), "utf8"))).toEqual(now);
});
