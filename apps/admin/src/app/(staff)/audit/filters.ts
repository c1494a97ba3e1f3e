import type { TextFilter } from "../../../parts/filters.tsx";

export const FILTERS = [
  { name: "action", label: "Action", hint: "orders.settle_payment" },
  { name: "actorId", label: "By", hint: "usr_…" },
  { name: "subjectKind", label: "Kind", hint: "order, user, course" },
  { name: "subjectId", label: "Subject", hint: "ord_…, crs_…" },
  { name: "correlationId", label: "Correlation", hint: "cor_…" },
  { name: "from", label: "First day (UTC)", type: "date" },
  { name: "until", label: "Before day (UTC)", type: "date" },
] as const satisfies readonly TextFilter[];

type Name = (typeof FILTERS)[number]["name"];

/** The filters as the procedure takes them; a day that is none is left out. */
export function auditFilters(params: Readonly<Record<string, string | undefined>>) {
  const word = (name: Name) => params[name]?.trim() || undefined;
  const day = (name: Name) => {
    const date = new Date(`${word(name)}T00:00:00Z`);
    return Number.isNaN(date.getTime()) ? undefined : date;
  };
  return {
    action: word("action"),
    actorId: word("actorId"),
    subjectKind: word("subjectKind"),
    subjectId: word("subjectId"),
    correlationId: word("correlationId"),
    from: day("from"),
    until: day("until"),
  };
}

/** The same in the words of a form, for the export. */
export function exportFilters(
  params: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const { from, until, ...words } = auditFilters(params);
  return { ...words, from: from?.toISOString(), until: until?.toISOString() };
}
