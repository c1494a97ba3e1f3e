/** How the things of a list are called, by their ids; those without a name cannot be chosen. */
export function namesOf<T extends { id: string }>(
  rows: readonly T[],
  nameOf: (row: T) => string | null,
): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap((row) => {
      const name = nameOf(row);
      return name === null ? [] : [[row.id, name] as const];
    }),
  );
}
