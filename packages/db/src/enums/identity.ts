import { pgEnum } from "drizzle-orm/pg-core";

export const roleEnum = pgEnum("role", [
  "learner",
  "instructor",
  "partner",
  "creator",
  "affiliate",
  "staff",
  "admin",
  "owner",
]);
export const sessionKindEnum = pgEnum("session_kind", ["web", "admin", "mobile"]);
export const emailTokenPurposeEnum = pgEnum("email_token_purpose", [
  "verify_email",
  "reset_password",
  "change_email",
  "claim_purchase",
]);
export const actorKindEnum = pgEnum("actor_kind", ["user", "guest", "api_key", "system", "job", "webhook"]);
