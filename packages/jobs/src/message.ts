import { tables } from "@stoa/db";
import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";

/** A row of the outbox: one run of one job, asked for by one commit. */
export type Message = typeof tables.outbox.$inferSelect;

/** Neither done nor dead. */
export const isOpen: SQL = sql`${tables.outbox.doneAt} is null and ${tables.outbox.deadAt} is null`;
