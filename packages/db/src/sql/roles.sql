-- The application's role owns no table: it may read and write rows, and of the books and the audit only add to them.
DO $$
BEGIN
  CREATE ROLE stoa_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
--> statement-breakpoint
DO $$ BEGIN EXECUTE format('GRANT stoa_app TO %I', current_user); END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO stoa_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO stoa_app;
--> statement-breakpoint
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO stoa_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO stoa_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO stoa_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_entries, ledger_accounts, ledger_entries, ledger_transfers, ledger_seals, ledger_sealed_entries, order_transitions FROM stoa_app;
--> statement-breakpoint
REVOKE INSERT ON order_transitions FROM stoa_app;
--> statement-breakpoint
REVOKE DELETE ON orders, order_lines, payments, refunds, disputes, inbox_events, gateway_calls, invoices, invoice_counters, ledger_balances, users FROM stoa_app;
