DROP INDEX "reconciliations_daily_key";--> statement-breakpoint
ALTER TABLE "reconciliations" ADD COLUMN "daily" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliations_daily_key" ON "reconciliations" USING btree ("gateway","window_from","window_to") WHERE daily;