import type { Rule } from "../rule.ts";

const FILE_LINES_MAX = 350;
const FUNCTION_LINES_MAX = 70;
/** A component's markup is one expression, one element a line. */
const COMPONENT_LINES_MAX = 100;
const BANNED_WORDS = ["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"];
/** Next's own folders: `[slug]`, `[...path]`, `(shop)`, `_parts`, `@modal`. */
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const NEXT_FOLDER = /^(\[{1,2}(\.\.\.)?[a-zA-Z]+\]{1,2}|\([a-z-]+\)|[_@][a-z-]+|\.well-known)$/;

export const filesAreKebabCase: Rule = {
  name: "files and folders are named in kebab-case",
  check: (tree) =>
    tree.sources
      .filter((file) => !file.path.split("/").every((part) => KEBAB.test(part) || NEXT_FOLDER.test(part)))
      .map(({ path }) => ({ path, message: "is not in kebab-case. Rename it, like `place-order.ts`." })),
};

/** A name that fits everything says nothing, and such a file grows for ever. */
export const namesSaySomething: Rule = {
  name: "no file or folder is called utils, helpers, common or manager",
  check: (tree) =>
    tree.sources.flatMap(({ path }) => {
      const banned = path.split(/[/.-]/).find((word) => BANNED_WORDS.includes(word));
      return banned === undefined ? [] : [{ path, message: `is called "${banned}". Name it after what it does.` }];
    }),
};

export const filesFitTwoScreens: Rule = {
  name: `a file has at most ${FILE_LINES_MAX} lines, a function ${FUNCTION_LINES_MAX}`,
  check: (tree) =>
    tree.sources
      .filter((file) => !file.isTest)
      .flatMap((file) => [
        ...(file.lines > FILE_LINES_MAX
          ? [
              {
                path: file.path,
                message: `has ${file.lines} lines; ${FILE_LINES_MAX} at most. Split it by what its parts do.`,
              },
            ]
          : []),
        ...file.functions
          .filter((span) => span.lines > functionLinesMax(file.path))
          .map((span) => ({
            path: file.path,
            line: span.line,
            message: `${span.name} has ${span.lines} lines; ${functionLinesMax(file.path)} at most. Give its parts names of their own.`,
          })),
      ]),
};

function functionLinesMax(path: string): number {
  return path.endsWith(".tsx") ? COMPONENT_LINES_MAX : FUNCTION_LINES_MAX;
}
