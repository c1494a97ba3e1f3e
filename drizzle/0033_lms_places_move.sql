ALTER TABLE "lms_syncs" ADD COLUMN "former_user" text;--> statement-breakpoint
ALTER TABLE "lms_syncs" ADD COLUMN "former_course" text;