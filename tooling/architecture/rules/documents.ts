import { dirname, join } from "node:path";
import type { Rule } from "../rule.ts";

/** A path as prose cites it: in backticks, or as the target of a link. Patterns and placeholders are no paths. */
const CITED = /`([^`\s]+)`|\]\(([^)\s]+)\)/g;
const OURS = /^(\.\/|\.\.\/|(apps|packages|bin|docs|tooling|drizzle|e2e|\.ci|\.github)\/)/;
const NO_PATH = /[<>*{}$…]|^https?:/;

export const documentsCiteWhatExists: Rule = {
  name: "every path that a document cites exists",
  check: (tree) =>
    tree.documents.flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, at) =>
        [...line.matchAll(CITED)].flatMap(([, code, link]) => {
          const cited = (code ?? link ?? "").split("#")[0] ?? "";
          const isPath = link !== undefined ? cited !== "" && !cited.startsWith("mailto:") : OURS.test(cited);
          if (!isPath || NO_PATH.test(cited)) return [];
          const fromHere = join(dirname(path), cited);
          if (tree.exists(fromHere) || (link === undefined && tree.exists(cited))) return [];
          return [
            { path, line: at + 1, message: `cites ${cited}, which is not there. Correct the path or the sentence.` },
          ];
        }),
      ),
    ),
};
