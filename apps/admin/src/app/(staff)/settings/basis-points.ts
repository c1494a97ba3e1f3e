/** “5.5” per cent → 550. What is no such number becomes -1, which the schema refuses beside its field. */
export function basisPointsOf(percent: string): number {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(percent.trim());
  const [, whole = "", fraction = ""] = match ?? [];
  return match ? Number(whole + fraction.padEnd(2, "0")) : -1;
}
