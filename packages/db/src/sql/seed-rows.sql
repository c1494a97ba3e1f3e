-- The one row of the LMS's circuit breaker.
INSERT INTO lms_health (id) VALUES (1);
--> statement-breakpoint
ALTER TABLE lms_health ADD CONSTRAINT lms_health_single CHECK (id = 1);
