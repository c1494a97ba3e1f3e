import type { CheckedFile } from "@stoa/api/coupons/schemas";

/** What a file's check says at least. */
export type CheckedLines = Pick<CheckedFile, "faults">;

/** What is known of a file after it was sent; `checked` is what its lines would do. */
export interface FileState<Checked extends CheckedLines> {
  /** The text it is about. */
  readonly csv: string;
  readonly checked: Checked | null;
  /** How many lines of it were carried out. */
  readonly done: number | null;
  readonly problem: string | null;
}

/** A form sends line ends as CRLF, whatever stood in its field; so both sides compare and keep them as LF. */
export function lined(csv: string): string {
  return csv.replaceAll("\r\n", "\n");
}

export const NOT_READ = { csv: "", checked: null, done: null, problem: null } as const;
