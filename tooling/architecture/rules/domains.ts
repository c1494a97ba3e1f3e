import { DOMAIN_RANKS, DOMAINS, NOT_DOMAINS } from "../ranks.ts";
import type { Rule } from "../rule.ts";
import { eachProductImport } from "./packages.ts";

/** What must flow upward travels as an outbox fact, handled by a job of the higher domain. */
export const domainsImportOnlyLowerRanks: Rule = {
  name: "a domain imports only domains of a lower rank",
  check: (tree) => {
    const unranked = tree.sources
      .filter((file) => !file.isTest && domainOf(file.path) !== null && rankOf(domainOf(file.path)) === null)
      .map(({ path }) => ({
        path,
        message: `${domainOf(path)} has no rank. Give it one in tooling/architecture/ranks.ts.`,
      }));
    const upward = eachProductImport(tree, (file, found) => {
      const [from, to] = [domainOf(file.path), domainOf(found.file)];
      if (from === null || to === null || from === to || found.typeOnly) return null;
      const [fromRank, toRank] = [rankOf(from), rankOf(to)];
      if (fromRank === null || toRank === null || toRank < fromRank) return null;
      return `${from} imports ${to}, which is not below it. Let ${to} call ${from}, or send an outbox fact that a job of ${to} handles.`;
    });
    return [...unranked, ...upward];
  },
};

const PURE = /\/(schemas|policy)\.ts$/;

/** A domain's other files are its own business; `index.ts` says what others may rely on. */
export const domainsImportThroughIndex: Rule = {
  name: "a domain is imported through its index.ts",
  check: (tree) =>
    eachProductImport(tree, (file, found) => {
      const [from, to] = [domainOf(file.path), domainOf(found.file)];
      if (from === null || to === null || from === to || !isDomain(to)) return null;
      // The two flat registries list every domain's router and jobs.
      const name = found.file?.split("/").at(-1) ?? "";
      if (/^(root|jobs)\.ts$/.test(from) && /^(router|jobs)\.ts$/.test(name)) return null;
      // Pure files are shared with browsers, which an index full of verbs is not; and a type of theirs is nobody's secret.
      const usesPure = !isDomain(from) || PURE.test(file.path) || found.typeOnly;
      if (usesPure && PURE.test(found.file ?? "")) return null;
      if (found.file === `${DOMAINS}/${to}/index.ts`) return null;
      return `reaches into ${to}. Export what it needs from ${DOMAINS}/${to}/index.ts and import that.`;
    }),
};

/** `orders` of `packages/api/src/orders/order.ts`, `root.ts` of `packages/api/src/root.ts`; null outside. */
function domainOf(path: string | null): string | null {
  return path?.startsWith(`${DOMAINS}/`) ? (path.slice(DOMAINS.length + 1).split("/")[0] ?? null) : null;
}

function isDomain(name: string): boolean {
  return !name.endsWith(".ts") && !NOT_DOMAINS.includes(name);
}

function rankOf(name: string | null): number | null {
  const rank = DOMAIN_RANKS.findIndex((names) => name !== null && names.includes(name));
  return rank === -1 ? null : rank;
}
