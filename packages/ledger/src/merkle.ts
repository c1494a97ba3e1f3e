import { createHash } from "node:crypto";
import { invariant } from "@stoa/kit";

/** A neighbour on the way from a leaf to the root, and the side it stands on. */
export interface PathStep {
  side: "left" | "right";
  hash: string;
}

/** The root of a tree over the hashes, in their order. A hash without a neighbour moves up as it is. */
export function merkleRoot(leaves: readonly string[]): string {
  let level = leaves;
  while (level.length > 1) level = parentsOf(level);
  const [root] = level;
  invariant(root !== undefined, "a tree has at least one leaf");
  return root;
}

/** What somebody who holds one leaf needs to compute the root: a hash for each level, and nothing of the other leaves. */
export function merklePath(leaves: readonly string[], index: number): PathStep[] {
  const path: PathStep[] = [];
  let level = leaves;
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const isLeft = at % 2 === 0;
    const hash = level[isLeft ? at + 1 : at - 1];
    if (hash !== undefined) path.push({ side: isLeft ? "right" : "left", hash });
    level = parentsOf(level);
  }
  return path;
}

/** The root that a leaf and its path lead to. */
export function rootFrom(leaf: string, path: readonly PathStep[]): string {
  return path.reduce((hash, step) => (step.side === "left" ? parent(step.hash, hash) : parent(hash, step.hash)), leaf);
}

function parentsOf(level: readonly string[]): string[] {
  const parents: string[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left = "", right] = level.slice(i, i + 2);
    parents.push(right === undefined ? left : parent(left, right));
  }
  return parents;
}

/** The word in front keeps an inner node from ever passing for an entry. */
function parent(left: string, right: string): string {
  return createHash("sha256").update(`node\n${left}\n${right}`).digest("hex");
}
