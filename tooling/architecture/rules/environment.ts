import type { Rule } from "../rule.ts";

const EXAMPLE = ".env.example";
/** Names of variables have an underscore; PORT and HOME of others are none of ours. */
const VARIABLE = /(?<![\w.])(?:process\.env\.)?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=\??[:,]|\s*\?\?|\s*===)/g;

/** Whoever sets Stoa up reads one file, not every `env.ts`. */
export const variablesAreDocumented: Rule = {
  name: "every variable that an env.ts reads is in .env.example",
  check: (tree) => {
    const documented = new Set(
      tree
        .read(EXAMPLE)
        .split("\n")
        .map((line) => line.split("=")[0]),
    );
    return tree.sources
      .filter((file) => !file.isTest && /\/src\/env\.ts$/.test(file.path))
      .flatMap((file) =>
        [...new Set([...file.text.matchAll(VARIABLE)].map(([, name]) => name ?? ""))]
          .filter((name) => !documented.has(name) && !file.imports.some(({ names }) => names.includes(name)))
          .map((name) => ({
            path: file.path,
            message: `reads ${name}, which ${EXAMPLE} does not list. Add it with its reason.`,
          })),
      );
  },
};
