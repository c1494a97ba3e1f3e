-- History is added to and never rewritten, also not by the owner of the tables by mistake.
CREATE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'append_only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
--> statement-breakpoint
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
--> statement-breakpoint
-- The order's state machine: moves that are not listed are refused, whoever asks.
INSERT INTO order_transitions (from_status, to_status) VALUES
  ('pending', 'paid'), ('pending', 'review'), ('pending', 'expired'), ('pending', 'cancelled'),
  ('expired', 'paid'), ('expired', 'review'), ('cancelled', 'review'),
  ('review', 'paid'), ('review', 'cancelled'), ('review', 'refunded'),
  ('paid', 'partially_refunded'), ('paid', 'refunded'), ('paid', 'disputed'),
  ('partially_refunded', 'refunded'), ('partially_refunded', 'disputed'),
  ('disputed', 'paid'), ('disputed', 'partially_refunded'), ('disputed', 'refunded');
--> statement-breakpoint
CREATE FUNCTION refuse_unlisted_order_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (
    SELECT 1 FROM order_transitions WHERE from_status = OLD.status AND to_status = NEW.status
  ) THEN
    RAISE EXCEPTION 'an order does not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_transition';
  END IF;
  IF (NEW.total_minor, NEW.subtotal_minor, NEW.tax_minor, NEW.discount_minor, NEW.currency, NEW.created_at)
     IS DISTINCT FROM (OLD.total_minor, OLD.subtotal_minor, OLD.tax_minor, OLD.discount_minor, OLD.currency, OLD.created_at) THEN
    RAISE EXCEPTION 'the amounts of an order never change'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_amounts_frozen';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER order_transition BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION refuse_unlisted_order_transition();
--> statement-breakpoint
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
--> statement-breakpoint
-- The one row of the LMS's circuit breaker.
INSERT INTO lms_health (id) VALUES (1);
--> statement-breakpoint
ALTER TABLE lms_health ADD CONSTRAINT lms_health_single CHECK (id = 1);
