import type { SourceTree } from "./source-tree.ts";

export interface Violation {
  path: string;
  line?: number;
  /** What is wrong and what to do, in one or two sentences. */
  message: string;
}

/** One sentence of the architecture, checked against every source. */
export interface Rule {
  /** As a sentence, for the test report: `a package imports only lower packages`. */
  name: string;
  check(tree: SourceTree): Violation[];
}

/** A violation as one line that an editor can jump to. */
export function describe({ path, line, message }: Violation): string {
  return `${path}${line === undefined ? "" : `:${line}`}  ${message}`;
}
