export interface ChangedField {
  name: string;
  before: unknown;
  after: unknown;
}

type Recorded = Readonly<Record<string, unknown>> | null;

/** The fields that an entry speaks of, with what they were and what they became. Equal ones are left out. */
export function changeOf(before: Recorded, after: Recorded): ChangedField[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) => ({ name, before: before?.[name], after: after?.[name] }))
    .filter((field) => JSON.stringify(field.before) !== JSON.stringify(field.after));
}

/** A value in a line: nothing is nothing, words are themselves, the rest is JSON. */
export function valueInWords(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const NAMED_MAX = 3;

/** The first few names, and how many more there are. */
export function namesInWords(names: readonly string[]): string {
  const more = names.length - NAMED_MAX;
  const named = names.slice(0, NAMED_MAX).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}
