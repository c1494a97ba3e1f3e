import { outcomeOf } from "@stoa/api/http/problem";
import type { Page } from "@stoa/kit";

/** A page of a list. A cursor that is forged or belongs to another list gives the first page instead of an error. */
export async function firstPageOnBadCursor<T>(
  cursor: string | undefined,
  read: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<Page<T>> {
  if (!cursor) return read(undefined);
  const outcome = await outcomeOf(read(cursor));
  return outcome.ok ? outcome.data : read(undefined);
}
