import { type Colour, colour } from "../terminal.ts";

/** `off` is a choice, `note` something to know, `wrong` something to mend. */
export type State = "good" | "off" | "note" | "wrong";

/** The answer to one question about this machine or the running system. */
export interface Finding {
  name: string;
  state: State;
  says: string;
}

const MARKS: Readonly<Record<State, { mark: string; colour: Colour }>> = {
  good: { mark: "✓", colour: "green" },
  off: { mark: "–", colour: "gray" },
  note: { mark: "!", colour: "yellow" },
  wrong: { mark: "✗", colour: "red" },
};

export function printFinding({ name, state, says }: Finding): void {
  const { mark, colour: tint } = MARKS[state];
  console.log(`  ${colour(tint, mark)} ${name.padEnd(22)} ${says}`);
}

/** Asks one question; an error while asking is itself the answer. */
export async function ask(name: string, question: () => Promise<Omit<Finding, "name">>): Promise<Finding> {
  try {
    return { name, ...(await question()) };
  } catch (error) {
    return {
      name,
      state: "wrong",
      says: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error),
    };
  }
}
