-- What was told, and what came back, is never rewritten; after a while it is deleted whole.
REVOKE UPDATE ON webhook_messages, webhook_attempts FROM stoa_app;
--> statement-breakpoint
REVOKE DELETE ON webhook_endpoints FROM stoa_app;
--> statement-breakpoint
REVOKE UPDATE ON webhook_endpoints, webhook_deliveries FROM stoa_app;
--> statement-breakpoint
GRANT UPDATE (url, description, event_types, status, pause, paused_at, secret_sealed, previous_secret_sealed, previous_secret_until, failing_since, updated_at, deleted_at) ON webhook_endpoints TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, round, attempts, next_attempt_at, leased_until, delivered_at) ON webhook_deliveries TO stoa_app;
