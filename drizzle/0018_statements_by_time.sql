CREATE INDEX "payments_time_idx" ON "payments" USING btree ("gateway","occurred_at");--> statement-breakpoint
CREATE INDEX "refunds_time_idx" ON "refunds" USING btree ("gateway","created_at");