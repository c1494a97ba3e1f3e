import { tables } from "@stoa/db";
import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";

/** A row of the outbox: one run of one job, asked for by one commit. */
export type Message = typeof tables.outbox.$inferSelect;

/** Payloads hold ids. One that is larger carries state, which would be old by the time it is read, and chokes the queue. */
const PAYLOAD_BYTES_MAX = 16_384;

/** Why a payload may not travel, or null when it may. */
export function complaintAboutSize(payload: unknown): string | null {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  return bytes <= PAYLOAD_BYTES_MAX ? null : `its payload has ${bytes} bytes, and may have ${PAYLOAD_BYTES_MAX}`;
}

/** Neither done nor dead. */
export const isOpen: SQL = sql`${tables.outbox.doneAt} is null and ${tables.outbox.deadAt} is null`;
