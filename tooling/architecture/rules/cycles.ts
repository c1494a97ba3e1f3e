import type { Rule } from "../rule.ts";
import type { SourceTree } from "../source-tree.ts";

/** Files in a circle can only be read, tested and moved together. Types may refer to each other. */
export const noFileImportsItself: Rule = {
  name: "no file imports itself through others",
  check: (tree) =>
    circlesIn(tree).map((circle) => ({
      path: circle[0] ?? "",
      message: `is in a circle: ${[...circle, circle[0]].join(" → ")}. Move what they share into a file of its own.`,
    })),
};

/** Every circle of imports, found depth first, each file being entered once. */
function circlesIn(tree: SourceTree): string[][] {
  const importsOf = new Map(
    tree.sources.map((file) => [
      file.path,
      file.imports.filter((found) => !found.typeOnly && found.file !== null).map((found) => found.file as string),
    ]),
  );
  const circles: string[][] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const enter = (path: string) => {
    const seenAt = trail.indexOf(path);
    if (seenAt !== -1) return void circles.push(trail.slice(seenAt));
    if (done.has(path)) return;
    trail.push(path);
    for (const next of importsOf.get(path) ?? []) enter(next);
    trail.pop();
    done.add(path);
  };
  for (const path of importsOf.keys()) enter(path);
  return circles;
}
