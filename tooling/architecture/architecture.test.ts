import { fileURLToPath } from "node:url";
import { expect, describe as group, test } from "vitest";
import { describe } from "./rule.ts";
import { RULES } from "./rules/index.ts";
import { readTree } from "./source-tree.ts";

const tree = readTree(fileURLToPath(new URL("../..", import.meta.url)));

group("the architecture", () => {
  test("is read from all of the sources", () => {
    const folders = new Set(tree.sources.map((file) => file.path.split("/").slice(0, 2).join("/")));
    expect(tree.sources.length).toBeGreaterThan(300);
    expect([...folders]).toEqual(expect.arrayContaining(["packages/kit", "packages/db", "packages/api", "apps/web"]));
    expect(tree.sources.flatMap((file) => file.imports).length).toBeGreaterThan(1_000);
  });

  for (const rule of RULES) {
    test(rule.name, () => {
      expect(rule.check(tree).map(describe)).toEqual([]);
    });
  }
});
