import fc from "fast-check";
import { expect, test } from "vitest";
import { merklePath, merkleRoot, rootFrom } from "./merkle.ts";

const leavesArb = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 70 });

test("every leaf's path leads to the root, and no other leaf's does", () => {
  fc.assert(
    fc.property(leavesArb, (leaves) => {
      const root = merkleRoot(leaves);
      for (const [i, leaf] of leaves.entries()) {
        const path = merklePath(leaves, i);
        expect(rootFrom(leaf, path)).toBe(root);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(leaves.length)));
        if (leaves.length > 1) expect(rootFrom(leaves[(i + 1) % leaves.length] ?? "", path)).not.toBe(root);
      }
    }),
  );
});

test("a path names a neighbour for each level, and its side; who has none moves up alone", () => {
  const [ab, cd] = [merkleRoot(["a", "b"]), merkleRoot(["c", "d"])];
  const leaves = ["a", "b", "c", "d", "e"];
  expect(merklePath(leaves, 1)).toEqual([
    { side: "left", hash: "a" },
    { side: "right", hash: cd },
    { side: "right", hash: "e" },
  ]);
  expect(merklePath(leaves, 2)).toEqual([
    { side: "right", hash: "d" },
    { side: "left", hash: ab },
    { side: "right", hash: "e" },
  ]);
  expect(merklePath(leaves, 4)).toEqual([{ side: "left", hash: merkleRoot(["a", "b", "c", "d"]) }]);
});

test("leaves in another order, one less or one more have another root", () => {
  const root = merkleRoot(["a", "b", "c"]);
  for (const others of [
    ["b", "a", "c"],
    ["a", "b"],
    ["a", "b", "c", "c"],
  ])
    expect(merkleRoot(others)).not.toBe(root);
});

test("there is no tree of nothing", () => {
  expect(() => merkleRoot([])).toThrow("at least one leaf");
});
