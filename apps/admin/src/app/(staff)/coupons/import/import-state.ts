import type { CheckedFile } from "@stoa/api/coupons/schemas";

/** What is known of a file after it was sent. */
export interface ImportState {
  /** The text it is about. */
  readonly csv: string;
  readonly checked: CheckedFile | null;
  readonly made: number | null;
  readonly problem: string | null;
}

export const NOT_READ: ImportState = { csv: "", checked: null, made: null, problem: null };
