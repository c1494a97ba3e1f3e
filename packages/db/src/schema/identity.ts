import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { emailTokenPurposeEnum, roleEnum, sessionKindEnum } from "../enums/identity.ts";
import { createdAt, idColumn, instant, updatedAt } from "./columns.ts";

/** A person with an account. Guests who only bought have no row: what they bought waits under their e-mail. */
export const users = pgTable(
  "users",
  {
    id: idColumn(),
    email: text("email").notNull(),
    emailNormalised: text("email_normalised").notNull(),
    emailVerifiedAt: instant("email_verified_at"),
    name: text("name").notNull(),
    /** Argon2id in PHC form; null until the person has chosen a password (account made by a claimed purchase). */
    passwordHash: text("password_hash"),
    passwordChangedAt: instant("password_changed_at"),
    locale: text("locale").notNull().default("en"),
    timeZone: text("time_zone").notNull().default("UTC"),
    country: text("country"),
    blockedAt: instant("blocked_at"),
    blockedReason: text("blocked_reason"),
    deletedAt: instant("deleted_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("users_email_normalised_key").on(t.emailNormalised),
    index("users_created_idx").on(t.createdAt, t.id),
    index("users_name_idx").on(t.name, t.id),
    index("users_email_prefix_idx").on(t.emailNormalised.op("text_pattern_ops")),
    index("users_name_words_idx").using("gin", sql`to_tsvector('simple', ${t.name})`),
  ],
);

export const userRoles = pgTable(
  "user_roles",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    role: roleEnum("role").notNull(),
    grantedBy: text("granted_by").references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.role] }), index("user_roles_role_idx").on(t.role)],
);

/** A signed-in device. A session counts only while it is neither ended nor expired; each request asks. */
export const sessions = pgTable(
  "sessions",
  {
    id: idColumn(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    kind: sessionKindEnum("kind").notNull(),
    /** SHA-256 of the bearer token, for mobile; web sessions are named by their id inside an encrypted cookie. */
    tokenHash: text("token_hash"),
    ip: text("ip"),
    userAgent: text("user_agent"),
    device: text("device").notNull(),
    secondFactorAt: instant("second_factor_at"),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    endedReason: text("ended_reason"),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("sessions_token_key").on(t.tokenHash), index("sessions_user_idx").on(t.userId, t.endedAt)],
);

/** A single-use link sent by mail; only the hash is kept. */
export const emailTokens = pgTable(
  "email_tokens",
  {
    id: idColumn(),
    purpose: emailTokenPurposeEnum("purpose").notNull(),
    tokenHash: text("token_hash").notNull(),
    userId: text("user_id").references(() => users.id),
    /** The address the link was sent to, which using it proves. */
    email: text("email").notNull(),
    emailNormalised: text("email_normalised").notNull(),
    orderId: text("order_id"),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    supersededAt: instant("superseded_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("email_tokens_hash_key").on(t.tokenHash),
    index("email_tokens_email_idx").on(t.emailNormalised, t.purpose),
  ],
);

/** Time-based second factor (RFC 6238). The secret is encrypted with the key of the environment. */
export const totpFactors = pgTable("totp_factors", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id),
  secretEncrypted: text("secret_encrypted").notNull(),
  confirmedAt: instant("confirmed_at"),
  /** The last 30-second step that was accepted, so that a code works once. */
  lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
  createdAt: createdAt(),
});

export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: idColumn(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    codeHash: text("code_hash").notNull(),
    usedAt: instant("used_at"),
    createdAt: createdAt(),
  },
  (t) => [index("recovery_codes_user_idx").on(t.userId)],
);

/** Counters of the rate limiter when Redis is not there: a fixed window per key. */
export const rateLimitWindows = pgTable(
  "rate_limit_windows",
  {
    key: text("key").primaryKey(),
    hits: integer("hits").notNull(),
    resetsAt: instant("resets_at").notNull(),
  },
  (t) => [index("rate_limit_windows_reset_idx").on(t.resetsAt)],
);

/** Answers kept for 24 h under the caller's Idempotency-Key (P6). */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    actor: text("actor").notNull(),
    procedure: text("procedure").notNull(),
    key: text("key").notNull(),
    bodyHash: text("body_hash").notNull(),
    /** Null while the first call is still running. */
    answer: jsonb("answer"),
    succeeded: boolean("succeeded"),
    /** What the call wrote down on its way, sealed: for the same call, should this one die before its answer is kept. */
    note: text("note"),
    lockedUntil: instant("locked_until").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.actor, t.procedure, t.key] }),
    index("idempotency_keys_expiry_idx").on(t.expiresAt),
    check("idempotency_keys_answer_check", sql`(${t.answer} is null) = (${t.succeeded} is null)`),
  ],
);
