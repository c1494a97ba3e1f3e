CREATE TYPE "public"."flag_state" AS ENUM('off', 'on', 'some');--> statement-breakpoint
CREATE TABLE "feature_flags" (
	"key" text PRIMARY KEY NOT NULL,
	"state" "flag_state" NOT NULL,
	"percent" integer DEFAULT 0 NOT NULL,
	"user_ids" text[] DEFAULT '{}'::text[] NOT NULL,
	"updated_by" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feature_flags_percent_check" CHECK ("feature_flags"."percent" between 0 and 100)
);
