import { bigint, char, text, timestamp } from "drizzle-orm/pg-core";

/** The primary key of every record: a prefixed, time-ordered id made by the application (`newId`). */
export const idColumn = () => text("id").primaryKey();

/** An instant in UTC. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** When the row was written, by the database's clock. */
export const createdAt = () => instant("created_at").notNull().defaultNow();
export const updatedAt = () => instant("updated_at").notNull().defaultNow();

/** A whole count of minor units. */
export const minorUnits = (name: string) => bigint(name, { mode: "number" });

/** ISO 4217. */
export const currencyColumn = () => char("currency", { length: 3 }).notNull();
