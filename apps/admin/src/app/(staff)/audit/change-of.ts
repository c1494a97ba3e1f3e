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
