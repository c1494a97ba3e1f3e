/** What was typed into a list: one entry a line, or several with commas or spaces between them; each counts once. */
export function entriesOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,;]+/).filter((entry) => entry !== ""))];
}
