import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { enrolmentStatusEnum, entitlementSourceEnum, lmsSyncStatusEnum } from "../enums/learning.ts";
import { productKindEnum } from "../enums/orders.ts";
import { createdAt, idColumn, instant, updatedAt } from "./columns.ts";
import { courses, lessons } from "./courses.ts";
import { users } from "./identity.ts";
import { orders } from "./orders.ts";

/**
 * The right to use something, one row per source. Held by an account, or, while the buyer is a guest, by an e-mail
 * address that joins an account only once it is proved.
 */
export const entitlements = pgTable(
  "entitlements",
  {
    id: idColumn(),
    userId: text("user_id").references(() => users.id),
    emailNormalised: text("email_normalised").notNull(),
    productKind: productKindEnum("product_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    source: entitlementSourceEnum("source").notNull(),
    /** The order line, grant award, membership, … it comes from. */
    sourceId: text("source_id").notNull(),
    startsAt: instant("starts_at").notNull().defaultNow(),
    expiresAt: instant("expires_at"),
    endedAt: instant("ended_at"),
    endedReason: text("ended_reason"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("entitlements_source_key").on(t.source, t.sourceId, t.productKind, t.subjectId),
    index("entitlements_user_idx").on(t.userId, t.productKind, t.subjectId),
    index("entitlements_email_idx").on(t.emailNormalised, t.productKind, t.subjectId),
    index("entitlements_subject_idx").on(t.productKind, t.subjectId),
  ],
);

/** A person's learning state in one course: one row per course and holder. */
export const enrolments = pgTable(
  "enrolments",
  {
    id: idColumn(),
    userId: text("user_id").references(() => users.id),
    emailNormalised: text("email_normalised").notNull(),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    status: enrolmentStatusEnum("status").notNull(),
    lastLessonId: text("last_lesson_id").references(() => lessons.id),
    lastAccessedAt: instant("last_accessed_at"),
    completedAt: instant("completed_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("enrolments_user_key").on(t.courseId, t.userId).where(sql`user_id is not null`),
    uniqueIndex("enrolments_guest_key").on(t.courseId, t.emailNormalised).where(sql`user_id is null`),
    index("enrolments_user_idx").on(t.userId, t.lastAccessedAt),
    index("enrolments_email_idx").on(t.emailNormalised),
    index("enrolments_course_idx").on(t.courseId, t.status),
  ],
);

export const lessonProgress = pgTable(
  "lesson_progress",
  {
    enrolmentId: text("enrolment_id")
      .notNull()
      .references(() => enrolments.id),
    lessonId: text("lesson_id")
      .notNull()
      .references(() => lessons.id),
    /** How far the reader came, 0 to 1. */
    position: doublePrecision("position").notNull().default(0),
    completedAt: instant("completed_at"),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.enrolmentId, t.lessonId] }),
    check("lesson_progress_position_check", sql`${t.position} between 0 and 1`),
  ],
);

/** The copy of an enrolment that the external LMS must have. */
export const lmsSyncs = pgTable(
  "lms_syncs",
  {
    id: idColumn(),
    enrolmentId: text("enrolment_id")
      .notNull()
      .references(() => enrolments.id),
    orderId: text("order_id").references(() => orders.id),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    /** Where the LMS holds, or may hold, the place; the course says where it is to be. */
    lmsCourse: text("lms_course").notNull(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    status: lmsSyncStatusEnum("status").notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at"),
    lastError: text("last_error"),
    /** Under whom the LMS holds, or may hold, the place. */
    lmsUser: text("lms_user"),
    /** The place from before a move, which is left once the new one is there. */
    formerUser: text("former_user"),
    formerCourse: text("former_course"),
    lmsEnrolment: text("lms_enrolment"),
    /** Progress in the LMS, 0 to 100, as last read back. */
    lmsProgress: doublePrecision("lms_progress"),
    lmsCertificate: text("lms_certificate"),
    readBackAt: instant("read_back_at"),
    syncedAt: instant("synced_at"),
    correlationId: text("correlation_id").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("lms_syncs_enrolment_key").on(t.enrolmentId),
    index("lms_syncs_status_idx").on(t.status, t.createdAt),
    index("lms_syncs_time_idx").on(t.createdAt.desc(), t.id.desc()),
    index("lms_syncs_email_idx").on(t.email, t.lmsCourse),
  ],
);

/** The circuit breaker of the LMS, shared by all workers, and the marks of the read-back. One row. */
export const lmsHealth = pgTable("lms_health", {
  id: integer("id").primaryKey(),
  consecutiveFailures: integer("consecutive_failures").notNull().default(0),
  openUntil: instant("open_until"),
  lastSuccessAt: instant("last_success_at"),
  lastFailureAt: instant("last_failure_at"),
  lastError: text("last_error"),
  progressReadUntil: instant("progress_read_until"),
  certificatesReadUntil: instant("certificates_read_until"),
  details: jsonb("details"),
});
