CREATE TYPE "public"."coupon_discount" AS ENUM('percentage', 'amount', 'price');--> statement-breakpoint
CREATE TYPE "public"."coupon_scope" AS ENUM('all_courses', 'courses', 'instructor');--> statement-breakpoint
CREATE TYPE "public"."coupon_status" AS ENUM('active', 'paused', 'ended');--> statement-breakpoint
CREATE TYPE "public"."redemption_status" AS ENUM('reserved', 'consumed', 'released', 'returned');--> statement-breakpoint
CREATE TYPE "public"."grant_application_status" AS ENUM('submitted', 'approved', 'rejected');--> statement-breakpoint
CREATE TYPE "public"."grant_award_status" AS ENUM('open', 'used', 'expired', 'returned');--> statement-breakpoint
CREATE TYPE "public"."grant_pool_status" AS ENUM('open', 'closed');--> statement-breakpoint
CREATE TABLE "coupon_courses" (
	"coupon_id" text NOT NULL,
	"course_id" text NOT NULL,
	CONSTRAINT "coupon_courses_coupon_id_course_id_pk" PRIMARY KEY("coupon_id","course_id")
);
--> statement-breakpoint
CREATE TABLE "coupons" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"label" text NOT NULL,
	"discount" "coupon_discount" NOT NULL,
	"rate_bps" integer,
	"amount_minor" bigint,
	"currency" char(3),
	"scope" "coupon_scope" NOT NULL,
	"instructor_id" text,
	"holder_user_id" text,
	"holder_email" text,
	"max_redemptions" integer,
	"per_person" integer,
	"uses" integer DEFAULT 0 NOT NULL,
	"starts_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"returns_on_refund" boolean NOT NULL,
	"status" "coupon_status" DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "coupons_code_check" CHECK ("coupons"."code" ~ '^[0-9A-Z][0-9A-Z-]{3,39}$'),
	CONSTRAINT "coupons_discount_check" CHECK (case "coupons"."discount"
        when 'percentage' then "coupons"."rate_bps" between 1 and 10000 and "coupons"."amount_minor" is null and "coupons"."currency" is null
        when 'amount' then "coupons"."rate_bps" is null and "coupons"."amount_minor" > 0 and "coupons"."currency" is not null
        else "coupons"."rate_bps" is null and "coupons"."amount_minor" >= 0 and "coupons"."currency" is not null end),
	CONSTRAINT "coupons_instructor_check" CHECK (("coupons"."scope" = 'instructor') = ("coupons"."instructor_id" is not null)),
	CONSTRAINT "coupons_holder_check" CHECK ("coupons"."holder_user_id" is null or "coupons"."holder_email" is not null),
	CONSTRAINT "coupons_limits_check" CHECK (coalesce("coupons"."max_redemptions", 1) > 0 and coalesce("coupons"."per_person", 1) > 0),
	CONSTRAINT "coupons_uses_check" CHECK ("coupons"."uses" between 0 and coalesce("coupons"."max_redemptions", "coupons"."uses")),
	CONSTRAINT "coupons_window_check" CHECK ("coupons"."ends_at" > "coupons"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "grant_applications" (
	"id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"user_id" text,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_normalised" text NOT NULL,
	"locale" text NOT NULL,
	"statement" text NOT NULL,
	"requested_percent" integer NOT NULL,
	"status" "grant_application_status" DEFAULT 'submitted' NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"reviewer_id" text,
	"decided_at" timestamp (3) with time zone,
	"reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "grant_applications_percent_check" CHECK ("grant_applications"."requested_percent" between 10 and 100),
	CONSTRAINT "grant_applications_decided_check" CHECK (("grant_applications"."status" = 'submitted') = ("grant_applications"."decided_at" is null) and ("grant_applications"."status" = 'rejected') = ("grant_applications"."reason" is not null)),
	CONSTRAINT "grant_applications_reviewer_check" CHECK ("grant_applications"."reviewer_id" <> "grant_applications"."user_id")
);
--> statement-breakpoint
CREATE TABLE "grant_awards" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"pool_id" text NOT NULL,
	"course_id" text NOT NULL,
	"coupon_id" text NOT NULL,
	"user_id" text,
	"email_normalised" text NOT NULL,
	"percent" integer NOT NULL,
	"price_minor" bigint NOT NULL,
	"granted_minor" bigint NOT NULL,
	"pay_minor" bigint NOT NULL,
	"spent_minor" bigint,
	"currency" char(3) NOT NULL,
	"status" "grant_award_status" DEFAULT 'open' NOT NULL,
	"hold_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"order_id" text,
	"used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "grant_awards_percent_check" CHECK ("grant_awards"."percent" between 10 and 100),
	CONSTRAINT "grant_awards_shares_check" CHECK ("grant_awards"."price_minor" = "grant_awards"."granted_minor" + "grant_awards"."pay_minor" and "grant_awards"."granted_minor" > 0 and "grant_awards"."pay_minor" >= 0),
	CONSTRAINT "grant_awards_spent_check" CHECK ("grant_awards"."spent_minor" between 0 and "grant_awards"."granted_minor"),
	CONSTRAINT "grant_awards_used_check" CHECK (("grant_awards"."status" in ('used', 'returned')) = ("grant_awards"."used_at" is not null) and ("grant_awards"."used_at" is null) = ("grant_awards"."spent_minor" is null)
        and ("grant_awards"."used_at" is null) = ("grant_awards"."order_id" is null))
);
--> statement-breakpoint
CREATE TABLE "grant_contributions" (
	"id" text PRIMARY KEY NOT NULL,
	"pool_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "grant_contributions_amount_check" CHECK ("grant_contributions"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "grant_pools" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"currency" char(3) NOT NULL,
	"status" "grant_pool_status" DEFAULT 'open' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "coupon_redemptions" (
	"id" text PRIMARY KEY NOT NULL,
	"coupon_id" text NOT NULL,
	"order_id" text NOT NULL,
	"user_id" text,
	"email_normalised" text NOT NULL,
	"discount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"status" "redemption_status" DEFAULT 'reserved' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "coupon_redemptions_discount_check" CHECK ("coupon_redemptions"."discount_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "coupon_id" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "coupon_code" text;--> statement-breakpoint
ALTER TABLE "coupon_courses" ADD CONSTRAINT "coupon_courses_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_courses" ADD CONSTRAINT "coupon_courses_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_instructor_id_users_id_fk" FOREIGN KEY ("instructor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_holder_user_id_users_id_fk" FOREIGN KEY ("holder_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_applications" ADD CONSTRAINT "grant_applications_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_applications" ADD CONSTRAINT "grant_applications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_applications" ADD CONSTRAINT "grant_applications_reviewer_id_users_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_awards" ADD CONSTRAINT "grant_awards_application_id_grant_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."grant_applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_awards" ADD CONSTRAINT "grant_awards_pool_id_grant_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."grant_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_awards" ADD CONSTRAINT "grant_awards_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_awards" ADD CONSTRAINT "grant_awards_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_awards" ADD CONSTRAINT "grant_awards_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_awards" ADD CONSTRAINT "grant_awards_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_contributions" ADD CONSTRAINT "grant_contributions_pool_id_grant_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."grant_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_redemptions" ADD CONSTRAINT "coupon_redemptions_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_redemptions" ADD CONSTRAINT "coupon_redemptions_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_redemptions" ADD CONSTRAINT "coupon_redemptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "coupons_code_key" ON "coupons" USING btree ("code");--> statement-breakpoint
CREATE INDEX "coupons_time_idx" ON "coupons" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "grant_applications_open_key" ON "grant_applications" USING btree ("course_id","email_normalised") WHERE status = 'submitted';--> statement-breakpoint
CREATE INDEX "grant_applications_queue_idx" ON "grant_applications" USING btree ("status","due_at","id");--> statement-breakpoint
CREATE INDEX "grant_applications_user_idx" ON "grant_applications" USING btree ("user_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "grant_awards_application_key" ON "grant_awards" USING btree ("application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "grant_awards_coupon_key" ON "grant_awards" USING btree ("coupon_id");--> statement-breakpoint
CREATE INDEX "grant_awards_pool_idx" ON "grant_awards" USING btree ("pool_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "grant_awards_due_idx" ON "grant_awards" USING btree ("expires_at") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "grant_contributions_pool_idx" ON "grant_contributions" USING btree ("pool_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "grant_pools_name_key" ON "grant_pools" USING btree ("name");--> statement-breakpoint
CREATE UNIQUE INDEX "coupon_redemptions_order_key" ON "coupon_redemptions" USING btree ("order_id") WHERE status in ('reserved', 'consumed');--> statement-breakpoint
CREATE INDEX "coupon_redemptions_order_idx" ON "coupon_redemptions" USING btree ("order_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "coupon_redemptions_coupon_idx" ON "coupon_redemptions" USING btree ("coupon_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "coupon_redemptions_email_idx" ON "coupon_redemptions" USING btree ("coupon_id","email_normalised");--> statement-breakpoint
CREATE INDEX "coupon_redemptions_user_idx" ON "coupon_redemptions" USING btree ("coupon_id","user_id");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_coupon_check" CHECK (("orders"."coupon_id" is null) = ("orders"."coupon_code" is null));