CREATE INDEX "affiliates_code_prefix_idx" ON "affiliates" USING btree ("code" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "coupons_code_prefix_idx" ON "coupons" USING btree ("code" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "grant_applications_email_prefix_idx" ON "grant_applications" USING btree ("email_normalised" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "grant_applications_name_words_idx" ON "grant_applications" USING gin (to_tsvector('simple', "name"));--> statement-breakpoint
CREATE INDEX "users_email_prefix_idx" ON "users" USING btree ("email_normalised" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "users_name_words_idx" ON "users" USING gin (to_tsvector('simple', "name"));--> statement-breakpoint
CREATE INDEX "orders_email_prefix_idx" ON "orders" USING btree ("email_normalised" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_invoice_prefix_idx" ON "orders" USING btree ("invoice_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_paid_idx" ON "orders" USING btree ("paid_at") WHERE paid_at is not null;--> statement-breakpoint
CREATE INDEX "credit_notes_number_prefix_idx" ON "credit_notes" USING btree ("number" text_pattern_ops);