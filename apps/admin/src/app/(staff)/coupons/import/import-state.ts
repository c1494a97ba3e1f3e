import type { CheckedFile } from "@stoa/api/coupons/schemas";

/** What is known of a file after it was sent. */
export interface ImportState {
  /** The text it is about. */
  readonly csv: string;
  readonly checked: CheckedFile | null;
  readonly made: number | null;
  readonly problem: string | null;
}

/** A form sends line ends as CRLF, whatever stood in its field; so both sides compare and keep them as LF. */
export function lined(csv: string): string {
  return csv.replaceAll("\r\n", "\n");
}

export const NOT_READ: ImportState = { csv: "", checked: null, made: null, problem: null };
