/** How many kinds a chart can show apart; the smallest ones share the last place. */
const KINDS_MAX = 4;

/** The kinds of product that earned, the greatest first, under names that a chart can bear. */
export function kindsOf(rows: readonly { kind: string; amountMinor: number }[]): { name: string; members: string[] }[] {
  const sums = new Map<string, number>();
  for (const { kind, amountMinor } of rows) sums.set(kind, (sums.get(kind) ?? 0) + amountMinor);
  const kinds = [...sums].sort(([, left], [, right]) => right - left).map(([kind]) => kind);
  const shown = kinds.length > KINDS_MAX ? kinds.slice(0, KINDS_MAX - 1) : kinds;
  const rest = kinds.slice(shown.length);
  const own = shown.map((kind) => ({ name: kind.replaceAll("_", " "), members: [kind] }));
  return rest.length > 0 ? [...own, { name: "others", members: rest }] : own;
}
