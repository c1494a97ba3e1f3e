CREATE TYPE "public"."affiliate_status" AS ENUM('active', 'suspended');--> statement-breakpoint
CREATE TYPE "public"."attribution_model" AS ENUM('last_click', 'first_click');--> statement-breakpoint
CREATE TYPE "public"."referral_status" AS ENUM('accepted', 'held', 'refused');--> statement-breakpoint
CREATE TABLE "affiliate_clicks" (
	"id" text PRIMARY KEY NOT NULL,
	"affiliate_id" text NOT NULL,
	"network_hash" text NOT NULL,
	"device_hash" text NOT NULL,
	"landing_path" text NOT NULL,
	"referrer_host" text,
	"country" text,
	"dedupe_key" text NOT NULL,
	"clicked_at" timestamp (3) with time zone NOT NULL,
	"counted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "affiliate_commissions" (
	"id" text PRIMARY KEY NOT NULL,
	"referral_id" text NOT NULL,
	"affiliate_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"rate_bps" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"net_minor" bigint NOT NULL,
	"amount_minor" bigint NOT NULL,
	"remaining_minor" bigint NOT NULL,
	"sale_available_at" timestamp (3) with time zone NOT NULL,
	"available_at" timestamp (3) with time zone NOT NULL,
	"posted_at" timestamp (3) with time zone,
	"freeze_hold_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliate_commissions_amount_check" CHECK ("affiliate_commissions"."amount_minor" between 0 and "affiliate_commissions"."net_minor"),
	CONSTRAINT "affiliate_commissions_remaining_check" CHECK ("affiliate_commissions"."remaining_minor" between 0 and "affiliate_commissions"."amount_minor"),
	CONSTRAINT "affiliate_commissions_follow_sale_check" CHECK ("affiliate_commissions"."available_at" >= "affiliate_commissions"."sale_available_at")
);
--> statement-breakpoint
CREATE TABLE "affiliate_creatives" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"image_url" text,
	"path" text NOT NULL,
	"retired_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliate_creatives_path_check" CHECK ("affiliate_creatives"."path" ~ '^/([^/]|$)')
);
--> statement-breakpoint
CREATE TABLE "affiliate_days" (
	"affiliate_id" text NOT NULL,
	"day" date NOT NULL,
	"clicks" integer DEFAULT 0 NOT NULL,
	"conversions" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "affiliate_days_affiliate_id_day_pk" PRIMARY KEY("affiliate_id","day")
);
--> statement-breakpoint
CREATE TABLE "affiliate_earning_days" (
	"affiliate_id" text NOT NULL,
	"day" date NOT NULL,
	"currency" char(3) NOT NULL,
	"earned_minor" bigint DEFAULT 0 NOT NULL,
	"clawed_back_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "affiliate_earning_days_affiliate_id_day_currency_pk" PRIMARY KEY("affiliate_id","day","currency")
);
--> statement-breakpoint
CREATE TABLE "affiliate_earnings" (
	"id" text PRIMARY KEY NOT NULL,
	"commission_id" text NOT NULL,
	"affiliate_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"minor" bigint NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"counted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "affiliate_referral_rates" (
	"referral_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"rate_bps" integer NOT NULL,
	CONSTRAINT "affiliate_referral_rates_referral_id_order_line_id_pk" PRIMARY KEY("referral_id","order_line_id")
);
--> statement-breakpoint
CREATE TABLE "affiliate_referrals" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"affiliate_id" text NOT NULL,
	"status" "referral_status" NOT NULL,
	"signals" text[] DEFAULT '{}' NOT NULL,
	"model" "attribution_model" NOT NULL,
	"window_days" integer NOT NULL,
	"touched_at" timestamp (3) with time zone NOT NULL,
	"converted_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"counted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "affiliate_stats" (
	"affiliate_id" text PRIMARY KEY NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "affiliate_terms" (
	"id" text PRIMARY KEY NOT NULL,
	"affiliate_id" text,
	"course_id" text,
	"rate_bps" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliate_terms_of_key" UNIQUE NULLS NOT DISTINCT("affiliate_id","course_id"),
	CONSTRAINT "affiliate_terms_of_check" CHECK ("affiliate_terms"."affiliate_id" is not null or "affiliate_terms"."course_id" is not null),
	CONSTRAINT "affiliate_terms_rate_check" CHECK ("affiliate_terms"."rate_bps" between 0 and 9000)
);
--> statement-breakpoint
CREATE TABLE "affiliates" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"code" text NOT NULL,
	"status" "affiliate_status" DEFAULT 'active' NOT NULL,
	"suspended_reason" text,
	"payout_account_id" text,
	"payout_fingerprint" text,
	"terms_version" text NOT NULL,
	"terms_accepted_at" timestamp (3) with time zone NOT NULL,
	"joined_network_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliates_code_check" CHECK ("affiliates"."code" ~ '^[a-z0-9][a-z0-9-]{2,31}$'),
	CONSTRAINT "affiliates_suspended_check" CHECK (("affiliates"."status" = 'suspended') = ("affiliates"."suspended_reason" is not null))
);
--> statement-breakpoint
ALTER TABLE "affiliate_clicks" ADD CONSTRAINT "affiliate_clicks_affiliate_id_affiliates_id_fk" FOREIGN KEY ("affiliate_id") REFERENCES "public"."affiliates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_commissions" ADD CONSTRAINT "affiliate_commissions_referral_id_affiliate_referrals_id_fk" FOREIGN KEY ("referral_id") REFERENCES "public"."affiliate_referrals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_commissions" ADD CONSTRAINT "affiliate_commissions_affiliate_id_affiliates_id_fk" FOREIGN KEY ("affiliate_id") REFERENCES "public"."affiliates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_commissions" ADD CONSTRAINT "affiliate_commissions_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_days" ADD CONSTRAINT "affiliate_days_affiliate_id_affiliates_id_fk" FOREIGN KEY ("affiliate_id") REFERENCES "public"."affiliates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_earning_days" ADD CONSTRAINT "affiliate_earning_days_affiliate_id_affiliates_id_fk" FOREIGN KEY ("affiliate_id") REFERENCES "public"."affiliates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_earnings" ADD CONSTRAINT "affiliate_earnings_commission_id_affiliate_commissions_id_fk" FOREIGN KEY ("commission_id") REFERENCES "public"."affiliate_commissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_earnings" ADD CONSTRAINT "affiliate_earnings_affiliate_id_affiliates_id_fk" FOREIGN KEY ("affiliate_id") REFERENCES "public"."affiliates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_referral_rates" ADD CONSTRAINT "affiliate_referral_rates_referral_id_affiliate_referrals_id_fk" FOREIGN KEY ("referral_id") REFERENCES "public"."affiliate_referrals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_referral_rates" ADD CONSTRAINT "affiliate_referral_rates_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_referrals" ADD CONSTRAINT "affiliate_referrals_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_referrals" ADD CONSTRAINT "affiliate_referrals_affiliate_id_affiliates_id_fk" FOREIGN KEY ("affiliate_id") REFERENCES "public"."affiliates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_referrals" ADD CONSTRAINT "affiliate_referrals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_stats" ADD CONSTRAINT "affiliate_stats_affiliate_id_affiliates_id_fk" FOREIGN KEY ("affiliate_id") REFERENCES "public"."affiliates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_terms" ADD CONSTRAINT "affiliate_terms_affiliate_id_affiliates_id_fk" FOREIGN KEY ("affiliate_id") REFERENCES "public"."affiliates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_terms" ADD CONSTRAINT "affiliate_terms_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliates" ADD CONSTRAINT "affiliates_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "affiliate_clicks_dedupe_key" ON "affiliate_clicks" USING btree ("affiliate_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "affiliate_clicks_time_idx" ON "affiliate_clicks" USING btree ("affiliate_id","clicked_at");--> statement-breakpoint
CREATE INDEX "affiliate_clicks_new_idx" ON "affiliate_clicks" USING btree ("affiliate_id") WHERE counted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "affiliate_commissions_line_key" ON "affiliate_commissions" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "affiliate_commissions_referral_idx" ON "affiliate_commissions" USING btree ("referral_id");--> statement-breakpoint
CREATE INDEX "affiliate_commissions_affiliate_idx" ON "affiliate_commissions" USING btree ("affiliate_id","created_at","id");--> statement-breakpoint
CREATE INDEX "affiliate_earnings_commission_idx" ON "affiliate_earnings" USING btree ("commission_id");--> statement-breakpoint
CREATE INDEX "affiliate_earnings_new_idx" ON "affiliate_earnings" USING btree ("affiliate_id") WHERE counted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "affiliate_referrals_order_key" ON "affiliate_referrals" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "affiliate_referrals_affiliate_idx" ON "affiliate_referrals" USING btree ("affiliate_id","created_at","id");--> statement-breakpoint
CREATE INDEX "affiliate_referrals_held_idx" ON "affiliate_referrals" USING btree ("created_at","id") WHERE status = 'held';--> statement-breakpoint
CREATE INDEX "affiliate_referrals_new_idx" ON "affiliate_referrals" USING btree ("affiliate_id") WHERE converted_at is not null and counted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "affiliates_user_key" ON "affiliates" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "affiliates_code_key" ON "affiliates" USING btree ("code");--> statement-breakpoint
CREATE INDEX "affiliates_created_idx" ON "affiliates" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "affiliates_fingerprint_idx" ON "affiliates" USING btree ("payout_fingerprint") WHERE payout_fingerprint is not null;--> statement-breakpoint
CREATE INDEX "affiliates_network_idx" ON "affiliates" USING btree ("joined_network_hash") WHERE joined_network_hash is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfers_owed_later_idx" ON "ledger_transfers" USING btree ("credit_address","currency","available_at") WHERE available_at is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfers_taken_later_idx" ON "ledger_transfers" USING btree ("debit_address","currency","available_at") WHERE available_at is not null;