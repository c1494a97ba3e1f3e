CREATE TYPE "public"."finding_kind" AS ENUM('missing_here', 'missing_there', 'amount_differs', 'status_differs');--> statement-breakpoint
CREATE TYPE "public"."finding_status" AS ENUM('open', 'applied', 'explained', 'gone');--> statement-breakpoint
CREATE TYPE "public"."finding_subject" AS ENUM('payment', 'refund');--> statement-breakpoint
CREATE TYPE "public"."reconciliation_status" AS ENUM('running', 'finished', 'failed');--> statement-breakpoint
CREATE TABLE "gateway_fees" (
	"payment_id" text PRIMARY KEY NOT NULL,
	"reconciliation_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	CONSTRAINT "gateway_fees_amount_check" CHECK ("gateway_fees"."amount_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "reconciliation_findings" (
	"id" text PRIMARY KEY NOT NULL,
	"reconciliation_id" text NOT NULL,
	"gateway" "gateway" NOT NULL,
	"subject" "finding_subject" NOT NULL,
	"gateway_ref" text NOT NULL,
	"kind" "finding_kind" NOT NULL,
	"order_id" text,
	"here_minor" bigint,
	"here_currency" char(3),
	"here_status" text,
	"there_minor" bigint,
	"there_currency" char(3),
	"there_status" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"status" "finding_status" DEFAULT 'open' NOT NULL,
	"note" text,
	"resolved_by" text,
	"resolved_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"id" text PRIMARY KEY NOT NULL,
	"gateway" "gateway" NOT NULL,
	"window_from" timestamp (3) with time zone NOT NULL,
	"window_to" timestamp (3) with time zone NOT NULL,
	"status" "reconciliation_status" DEFAULT 'running' NOT NULL,
	"requested_by" text,
	"matched" integer DEFAULT 0 NOT NULL,
	"foreign" integer DEFAULT 0 NOT NULL,
	"discrepancies" integer DEFAULT 0 NOT NULL,
	"fees" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "reconciliations_window_check" CHECK ("reconciliations"."window_from" < "reconciliations"."window_to")
);
--> statement-breakpoint
CREATE TABLE "statement_lines" (
	"reconciliation_id" text NOT NULL,
	"subject" "finding_subject" NOT NULL,
	"gateway_ref" text NOT NULL,
	"order_id" text,
	"status" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"fee_minor" bigint,
	"fee_currency" char(3),
	"occurred_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "statement_lines_reconciliation_id_subject_gateway_ref_pk" PRIMARY KEY("reconciliation_id","subject","gateway_ref")
);
--> statement-breakpoint
ALTER TABLE "gateway_fees" ADD CONSTRAINT "gateway_fees_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gateway_fees" ADD CONSTRAINT "gateway_fees_reconciliation_id_reconciliations_id_fk" FOREIGN KEY ("reconciliation_id") REFERENCES "public"."reconciliations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_findings" ADD CONSTRAINT "reconciliation_findings_reconciliation_id_reconciliations_id_fk" FOREIGN KEY ("reconciliation_id") REFERENCES "public"."reconciliations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_findings" ADD CONSTRAINT "reconciliation_findings_resolved_by_users_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_lines" ADD CONSTRAINT "statement_lines_reconciliation_id_reconciliations_id_fk" FOREIGN KEY ("reconciliation_id") REFERENCES "public"."reconciliations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gateway_fees_run_idx" ON "gateway_fees" USING btree ("reconciliation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "findings_key" ON "reconciliation_findings" USING btree ("gateway","subject","gateway_ref","kind");--> statement-breakpoint
CREATE INDEX "findings_open_idx" ON "reconciliation_findings" USING btree ("occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "findings_time_idx" ON "reconciliation_findings" USING btree ("occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "reconciliations_time_idx" ON "reconciliations" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliations_daily_key" ON "reconciliations" USING btree ("gateway","window_from","window_to") WHERE requested_by is null;--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON gateway_fees FROM stoa_app;
