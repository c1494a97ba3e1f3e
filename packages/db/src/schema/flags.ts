import { sql } from "drizzle-orm";
import { check, integer, pgTable, text } from "drizzle-orm/pg-core";
import { flagStateEnum } from "../enums/flags.ts";
import { updatedAt } from "./columns.ts";

/** How far a feature is rolled out, where that differs from what its declaration in `api/flags` says. */
export const featureFlags = pgTable(
  "feature_flags",
  {
    key: text("key").primaryKey(),
    state: flagStateEnum("state").notNull(),
    /** With `some`: the share of people who have it, in per cent. */
    percent: integer("percent").notNull().default(0),
    /** With `some`: people who have it whatever the share. */
    userIds: text("user_ids").array().notNull().default(sql`'{}'::text[]`),
    updatedBy: text("updated_by"),
    updatedAt: updatedAt(),
  },
  (t) => [check("feature_flags_percent_check", sql`${t.percent} between 0 and 100`)],
);
