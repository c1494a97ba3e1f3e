import { pgEnum } from "drizzle-orm/pg-core";

export const endpointStatusEnum = pgEnum("webhook_endpoint_status", ["active", "paused"]);
/** `gone`: it answered 410. `failing`: it has refused everything for days. */
export const endpointPauseEnum = pgEnum("webhook_endpoint_pause", ["by_hand", "gone", "failing"]);
/** `failed`: given up after all tries. `held`: its endpoint was paused, so nothing was sent. */
export const deliveryStatusEnum = pgEnum("webhook_delivery_status", ["pending", "delivered", "failed", "held"]);
