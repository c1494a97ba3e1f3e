/** The commands that hold every word of a query, those whose name begins with it first. */
export function matchingCommands<T extends { label: string; hint?: string }>(
  commands: readonly T[],
  query: string,
): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const begins = (command: T) => Number(command.label.toLowerCase().startsWith(words[0] ?? ""));
  return commands
    .filter((command) => {
      const text = `${command.label} ${command.hint ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((left, right) => begins(right) - begins(left));
}
