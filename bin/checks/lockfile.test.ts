import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lockfileFaults } from "./lockfile.ts";

const SHA = `integrity: sha512-${"a".repeat(86)}==`;
const locked = (name: string, resolution = SHA) =>
  `packages:\n\n  ${name.startsWith("@") ? `'${name}'` : name}:\n    resolution: {${resolution}}\n\nsnapshots:\n`;

test.each([
  "next@15.5.20",
  "next@14.2.35",
  "next@16.2.10",
  "next-auth@4.24.14",
  "next-auth@5.0.0-beta.31",
  "@auth/core@0.41.2",
  "nodemailer@6.10.1",
  "nodemailer@7.0.6",
  "superjson@1.7.5",
])("T36 %s is refused", (name) => {
  expect(lockfileFaults(locked(name))).toHaveLength(1);
});

test.each([
  "next@15.5.21",
  "next@16.2.11",
  "next@17.0.0",
  "next-auth@4.24.15",
  "next-auth@5.0.0-beta.32",
  "next-auth@5.0.0",
  "@auth/core@0.41.3",
  "nodemailer@10.6.0",
  "superjson@2.2.6",
  "next-themes@0.1.0",
])("T36 %s is taken", (name) => {
  expect(lockfileFaults(locked(name))).toEqual([]);
});

test.each([
  "tarball: https://evil.example/left-pad.tgz",
  `tarball: https://codeload.github.com/a/b/tar.gz/c, ${SHA}`,
  "integrity: sha1-abc=",
])("T107 a package by {%s} is refused", (resolution) => {
  expect(lockfileFaults(locked("left-pad@1.0.0", resolution))).toHaveLength(1);
});

test("T36 T107 the lockfile of this clone has no such fault", () => {
  const text = readFileSync(new URL("../../pnpm-lock.yaml", import.meta.url), "utf8");
  expect(text.match(/^ {4}resolution: /gm)?.length).toBeGreaterThan(500);
  expect(lockfileFaults(text)).toEqual([]);
});
