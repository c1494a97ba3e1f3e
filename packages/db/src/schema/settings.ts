import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { taxModeEnum } from "../enums/orders.ts";
import { instant, updatedAt } from "./columns.ts";

/** Values that staff change without a deploy; each key has a schema in `api/settings`. */
export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  updatedBy: text("updated_by"),
  updatedAt: updatedAt(),
});

/** The rate a buyer's country asks, in basis points, and whether the price already holds it. */
export const taxRates = pgTable(
  "tax_rates",
  {
    country: text("country").primaryKey(),
    name: text("name").notNull(),
    rateBps: integer("rate_bps").notNull(),
    mode: taxModeEnum("mode").notNull(),
    active: boolean("active").notNull().default(true),
    updatedAt: updatedAt(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [check("tax_rates_bps_check", sql`${t.rateBps} between 0 and 10000`)],
);
