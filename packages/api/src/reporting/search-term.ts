import { normaliseEmail } from "@stoa/kit";

/** What was typed, as each kind of index can be asked for it; null where it cannot be such a thing. */
export interface SearchTerm {
  /** As typed: an id of ours or of a gateway, which are looked for whole. */
  readonly exact: string;
  /** The beginning of an address. */
  readonly email: string | null;
  /** Words of a name as a text search takes them, each of which may be half typed. */
  readonly words: string | null;
  /** The beginning of a number or a code, in capitals. */
  readonly code: string | null;
}

/** Reads what was typed into the search. Pure. */
export function searchTermOf(typed: string): SearchTerm {
  const exact = typed.trim();
  const oneWord = !/\s/.test(exact);
  const address = exact.includes("@");
  return {
    exact,
    email: oneWord ? normaliseEmail(exact) : null,
    words: address ? null : wordsOf(exact),
    code: oneWord && !address ? exact.toUpperCase() : null,
  };
}

function wordsOf(typed: string): string | null {
  const words = typed.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu);
  return words ? words.map((word) => `${word}:*`).join(" & ") : null;
}
