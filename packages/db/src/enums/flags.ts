import { pgEnum } from "drizzle-orm/pg-core";

export const flagStateEnum = pgEnum("flag_state", ["off", "on", "some"]);
