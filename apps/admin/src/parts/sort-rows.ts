export type SortKey = string | number | Date | null;

/** What `?sort=total` or `?sort=-total` asks for. */
export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
}

export function sortingOf(param: string | undefined): Sorting | null {
  if (!param) return null;
  const descending = param.startsWith("-");
  return { by: descending ? param.slice(1) : param, descending };
}

/** The rows in another order; those without a value stand last either way. */
export function sortRows<T>(rows: readonly T[], keyOf: (row: T) => SortKey, descending: boolean): T[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const [a, b] = [keyOf(left), keyOf(right)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === "string" && typeof b === "string") return sign * a.localeCompare(b, "en");
    return sign * (Number(a) - Number(b));
  });
}
