import { pgEnum } from "drizzle-orm/pg-core";

export const grantPoolStatusEnum = pgEnum("grant_pool_status", ["open", "closed"]);
export const grantApplicationStatusEnum = pgEnum("grant_application_status", ["submitted", "approved", "rejected"]);
export const grantAwardStatusEnum = pgEnum("grant_award_status", ["open", "used", "expired", "returned", "revoked"]);
