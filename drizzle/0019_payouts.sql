CREATE TYPE "public"."payee_kind" AS ENUM('affiliate', 'partner', 'creator');--> statement-breakpoint
CREATE TYPE "public"."payout_status" AS ENUM('requested', 'approved', 'sending', 'sent', 'paid', 'failed', 'returned', 'cancelled');--> statement-breakpoint
CREATE TABLE "payout_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"payee_id" text NOT NULL,
	"gateway" "gateway" NOT NULL,
	"destination_sealed" text NOT NULL,
	"hint" text NOT NULL,
	"fingerprint" text NOT NULL,
	"usable_from" timestamp (3) with time zone NOT NULL,
	"replaced_at" timestamp (3) with time zone,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payout_batches" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"currency" char(3) NOT NULL,
	"payouts" integer NOT NULL,
	"total_minor" bigint NOT NULL,
	"requested_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payout_batches_total_check" CHECK ("payout_batches"."total_minor" > 0 and "payout_batches"."payouts" > 0)
);
--> statement-breakpoint
CREATE TABLE "payout_payees" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" "payee_kind" NOT NULL,
	"subject_id" text NOT NULL,
	"user_id" text NOT NULL,
	"address" text NOT NULL,
	"blocked_at" timestamp (3) with time zone,
	"blocked_reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payout_payees_blocked_check" CHECK (("payout_payees"."blocked_at" is null) = ("payout_payees"."blocked_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"id" text PRIMARY KEY NOT NULL,
	"payee_id" text NOT NULL,
	"account_id" text NOT NULL,
	"batch_id" text,
	"gateway" "gateway" NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"status" "payout_status" DEFAULT 'requested' NOT NULL,
	"hold_id" text NOT NULL,
	"paid_entry_id" text,
	"requested_by" text,
	"approved_by" text,
	"approved_at" timestamp (3) with time zone,
	"reason" text,
	"gateway_payout_id" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"paid_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"correlation_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payouts_amount_check" CHECK ("payouts"."amount_minor" > 0),
	CONSTRAINT "payouts_four_eyes_check" CHECK ("payouts"."approved_by" is null or "payouts"."approved_by" is distinct from "payouts"."requested_by"),
	CONSTRAINT "payouts_paid_check" CHECK (("payouts"."paid_at" is null) = ("payouts"."paid_entry_id" is null))
);
--> statement-breakpoint
ALTER TABLE "payout_accounts" ADD CONSTRAINT "payout_accounts_payee_id_payout_payees_id_fk" FOREIGN KEY ("payee_id") REFERENCES "public"."payout_payees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_accounts" ADD CONSTRAINT "payout_accounts_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_batches" ADD CONSTRAINT "payout_batches_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_payees" ADD CONSTRAINT "payout_payees_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_payee_id_payout_payees_id_fk" FOREIGN KEY ("payee_id") REFERENCES "public"."payout_payees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_account_id_payout_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."payout_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_batch_id_payout_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."payout_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payout_accounts_current_key" ON "payout_accounts" USING btree ("payee_id") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "payout_accounts_payee_idx" ON "payout_accounts" USING btree ("payee_id","created_at");--> statement-breakpoint
CREATE INDEX "payout_accounts_fingerprint_idx" ON "payout_accounts" USING btree ("fingerprint") WHERE replaced_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "payout_batches_key_key" ON "payout_batches" USING btree ("key");--> statement-breakpoint
CREATE INDEX "payout_batches_created_idx" ON "payout_batches" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "payout_payees_subject_key" ON "payout_payees" USING btree ("kind","subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payout_payees_address_key" ON "payout_payees" USING btree ("address");--> statement-breakpoint
CREATE INDEX "payout_payees_user_idx" ON "payout_payees" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_under_way_key" ON "payouts" USING btree ("payee_id","currency") WHERE status in ('requested', 'approved', 'sending');--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_gateway_key" ON "payouts" USING btree ("gateway","gateway_payout_id");--> statement-breakpoint
CREATE INDEX "payouts_due_idx" ON "payouts" USING btree ("next_attempt_at") WHERE status in ('approved', 'sending', 'sent');--> statement-breakpoint
CREATE INDEX "payouts_payee_idx" ON "payouts" USING btree ("payee_id","created_at","id");--> statement-breakpoint
CREATE INDEX "payouts_status_idx" ON "payouts" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "payouts_created_idx" ON "payouts" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "payouts_batch_idx" ON "payouts" USING btree ("batch_id") WHERE batch_id is not null;