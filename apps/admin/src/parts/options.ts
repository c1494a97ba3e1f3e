import { stateOf } from "./states.ts";

/** States as the options of a filter, in their words. */
export function stateOptions(states: readonly string[]): { value: string; label: string }[] {
  return states.map((value) => ({ value, label: stateOf(value).label }));
}
