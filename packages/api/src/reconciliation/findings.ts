import type { tables } from "@stoa/db";
import type { Difference, Word } from "./compare-statement.ts";

export type FindingKind = (typeof tables.findingKindEnum.enumValues)[number];

/**
 * Whether two sides say different things about money. A payment or refund that neither says has succeeded is no
 * difference; of a dispute every state counts. Pure.
 */
export function differ({ subject, here, there }: Pick<Difference, "subject" | "here" | "there">): boolean {
  if (subject === "dispute") return !isSame(here, there);
  if (succeeded(here) !== succeeded(there)) return true;
  if (here === null || there === null || !succeeded(here)) return false;
  return !isSame(here, there);
}

/** What kind of difference it is. Pure. */
export function kindOf({ here, there }: Pick<Difference, "here" | "there">): FindingKind {
  if (here === null) return "missing_here";
  if (there === null) return "missing_there";
  return here.status === there.status ? "amount_differs" : "status_differs";
}

function isSame(here: Word | null, there: Word | null): boolean {
  return (
    here?.status === there?.status && here?.amountMinor === there?.amountMinor && here?.currency === there?.currency
  );
}

const succeeded = (word: Word | null) => word?.status === "succeeded";
