import { PACKAGE_LEVELS } from "../ranks.ts";
import type { Rule, Violation } from "../rule.ts";
import type { Import, SourceFile, SourceTree } from "../source-tree.ts";

/** kit ← db, payments, lms, media, email, ui ← ledger, jobs ← api ← apps. */
export const packagesImportOnlyLowerPackages: Rule = {
  name: "a package imports only packages of a lower level",
  check: (tree) =>
    eachProductImport(tree, (file, found) => {
      const [from, to] = [packageOf(file.path), targetOf(found)];
      if (from === null || to === null || from === to) return null;
      const [fromLevel, toLevel] = [levelOf(from), levelOf(to)];
      if (toLevel === null) return `${to} has no level. Give it one in tooling/architecture/ranks.ts.`;
      if (fromLevel === null || fromLevel > toLevel) return null;
      return `${from} imports ${to}, which is not below it. Move what is shared down, or let the caller pass it in.`;
    }),
};

/** Relative paths stay inside a package; across packages only what `exports` offers is used. */
export const packagesAreImportedByName: Rule = {
  name: "another package is imported by its name, not by a path into it",
  check: (tree) =>
    eachProductImport(tree, (file, { file: target }) => {
      const to = target === null ? null : packageOf(target);
      if (to === null || to === packageOf(file.path)) return null;
      return `reaches into ${to} by a path. Import @stoa/${to.split("/")[1]} instead.`;
    }),
};

const BANNED_IN_APPS = /^(drizzle-orm|postgres|pg|stripe|@stoa\/db|@stoa\/payments|@stoa\/ledger)(\/|$)/;

/** Apps are faces; rules, tables and gateways live behind `packages/api`. The sandbox keeps books of its own. */
export const appsUseTheApi: Rule = {
  name: "no app imports tables, drizzle or a gateway's SDK",
  check: (tree) =>
    eachProductImport(tree, (file, { specifier, typeOnly }) => {
      if (!file.path.startsWith("apps/") || file.path.startsWith("apps/sandbox/")) return null;
      if (typeOnly || !BANNED_IN_APPS.test(specifier)) return null;
      return `an app imports ${specifier}. Write a verb in packages/api and call that.`;
    }),
};

/** Looks at every import of every file that is no test; a sentence is a violation. */
export function eachProductImport(
  tree: SourceTree,
  judge: (file: SourceFile, found: Import) => string | null,
): Violation[] {
  return tree.sources
    .filter((file) => !file.isTest)
    .flatMap((file) =>
      file.imports.flatMap((found) => {
        const message = judge(file, found);
        return message === null ? [] : [{ path: file.path, line: found.line, message }];
      }),
    );
}

/** `packages/kit` of `packages/kit/src/money.ts`; null outside any. */
export function packageOf(path: string): string | null {
  const [first, second] = path.split("/");
  if (first === "bin" || first === "e2e") return first;
  return (first === "packages" || first === "apps") && second !== undefined ? `${first}/${second}` : null;
}

function targetOf({ specifier }: Import): string | null {
  const [, name] = /^@stoa\/([a-z-]+)/.exec(specifier) ?? [];
  if (name === undefined) return null;
  return name.endsWith("-app") ? `apps/${name.slice(0, -"-app".length)}` : `packages/${name}`;
}

function levelOf(name: string): number | null {
  const level = PACKAGE_LEVELS.findIndex((names) => names.includes(name));
  return level === -1 ? null : level;
}
