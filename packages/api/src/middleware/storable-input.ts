import { InvalidInput, isStorable } from "@stoa/kit";

/** Deeper than any input of ours, and far from where walking it would overflow the stack. */
const DEPTH_MAX = 32;

/**
 * Refuses what no schema need think of and no table takes: a zero byte, half of a surrogate pair, nesting without end.
 * Throws `InvalidInput` naming the field.
 */
export function mustBeStorable(input: unknown): void {
  visit(input, []);
}

function visit(value: unknown, path: readonly string[]): void {
  if (typeof value === "string" && !isStorable(value)) refuse(path, "holds a character that no text has");
  if (value === null || typeof value !== "object") return;
  if (path.length === DEPTH_MAX) refuse(path, "is nested too deeply");
  for (const [name, field] of Object.entries(value)) {
    if (!isStorable(name)) refuse(path, "has a field whose name holds a character that no text has");
    visit(field, [...path, name]);
  }
}

function refuse(path: readonly string[], message: string): never {
  throw new InvalidInput([{ path: path.join(".") || "input", message }]);
}
