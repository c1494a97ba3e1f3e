import { pgEnum } from "drizzle-orm/pg-core";

export const affiliateStatusEnum = pgEnum("affiliate_status", ["active", "suspended"]);
export const attributionModelEnum = pgEnum("attribution_model", ["last_click", "first_click"]);
/** `held` waits for a person; `refused` never earns. */
export const referralStatusEnum = pgEnum("referral_status", ["accepted", "held", "refused"]);
