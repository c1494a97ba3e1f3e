/** A length of time as a person says it, in its largest whole unit. */
export function inWords(seconds: number): string {
  if (seconds < 1) return "–";
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
