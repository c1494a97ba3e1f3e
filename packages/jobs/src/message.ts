import { tables } from "@stoa/db";
import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";

/** A row of the outbox: one run of one job, asked for by one commit. */
export type Message = typeof tables.outbox.$inferSelect;

/** Neither done nor dead. */
export const isOpen: SQL = sql`${tables.outbox.doneAt} is null and ${tables.outbox.deadAt} is null`;

/** The longest text of an error that a row keeps. */
const ERROR_CHARS = 2_000;

/** What a failure says, short enough for a row. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, ERROR_CHARS);
}
