import { stateOf } from "./states.ts";

/** States as the options of a filter, in the words that the list has for them. */
export function stateOptions(
  states: readonly string[],
  wordOf = (state: string) => state,
): { value: string; label: string }[] {
  return states.map((value) => ({ value, label: stateOf(wordOf(value)).label }));
}
