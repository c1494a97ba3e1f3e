import type { tables } from "@stoa/db";
import type { Difference, Word } from "./compare-statement.ts";

export type FindingKind = (typeof tables.findingKindEnum.enumValues)[number];

/** Whether two sides say different things about money; what neither says has succeeded is no difference. Pure. */
export function differ({ here, there }: Pick<Difference, "here" | "there">): boolean {
  if (succeeded(here) !== succeeded(there)) return true;
  if (here === null || there === null || !succeeded(here)) return false;
  return here.amountMinor !== there.amountMinor || here.currency !== there.currency;
}

/** What kind of difference it is. Pure. */
export function kindOf({ here, there }: Pick<Difference, "here" | "there">): FindingKind {
  if (here === null) return "missing_here";
  if (there === null) return "missing_there";
  return here.status === there.status ? "amount_differs" : "status_differs";
}

const succeeded = (word: Word | null) => word?.status === "succeeded";
