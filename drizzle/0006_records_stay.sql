-- What is a record stays as it was written. The application may change of a row only what goes on living: a status, what was
-- given back, when something was done, and the personal data of a buyer who asks to be forgotten.
REVOKE UPDATE ON invoices, invoice_counters, orders, order_lines, order_reviews, payments, refunds, disputes, gateway_calls, inbox_events FROM stoa_app;
--> statement-breakpoint
REVOKE DELETE ON order_reviews FROM stoa_app;
--> statement-breakpoint
GRANT UPDATE (last_number) ON invoice_counters TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (user_id, email, email_normalised, token_hash, status, settled_minor, settled_currency, refunded_minor, gateway_checkout_id, redirect_url, invoice_number, paid_at, updated_at) ON orders TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (fulfilled_at, reversed_at) ON order_lines TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (resolved_at, resolved_by, resolution) ON order_reviews TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (order_id, status, amount_minor, currency, refunded_minor, lost_minor, occurred_at, updated_at) ON payments TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (gateway_refund_id, status, reason, updated_at) ON refunds TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, due_by, updated_at) ON disputes TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, attempts, outcome, last_error, updated_at) ON gateway_calls TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (conflicting, deliveries, order_id, outcome, attempts, last_error, handled_at, dead_at) ON inbox_events TO stoa_app;
--> statement-breakpoint
-- What a right on a column cannot say is refused here, whoever asks.
CREATE TRIGGER invoices_append_only BEFORE UPDATE OR DELETE ON invoices FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
--> statement-breakpoint
CREATE TRIGGER invoices_no_truncate BEFORE TRUNCATE ON invoices FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
--> statement-breakpoint
-- No number is skipped, given twice or given back.
CREATE FUNCTION refuse_invoice_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.last_number <> OLD.last_number + 1 THEN
    RAISE EXCEPTION 'invoice % is followed by the next number', OLD.last_number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_counters_next';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER invoice_counters_next BEFORE UPDATE ON invoice_counters FOR EACH ROW EXECUTE FUNCTION refuse_invoice_gap();
--> statement-breakpoint
-- The arguments are columns that are written once: empty they may be filled, filled they stay.
CREATE FUNCTION refuse_writing_twice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
  filled text;
BEGIN
  FOREACH filled IN ARRAY TG_ARGV LOOP
    IF before -> filled <> 'null' AND before -> filled <> after -> filled THEN
      RAISE EXCEPTION '% of % % is written once', filled, TG_TABLE_NAME, before ->> 'id'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_written_once';
    END IF;
  END LOOP;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER orders_written_once BEFORE UPDATE ON orders
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('settled_minor', 'settled_currency', 'paid_at', 'invoice_number', 'gateway_checkout_id');
--> statement-breakpoint
CREATE TRIGGER order_lines_written_once BEFORE UPDATE ON order_lines
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('fulfilled_at', 'reversed_at');
--> statement-breakpoint
CREATE TRIGGER refunds_written_once BEFORE UPDATE ON refunds
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('gateway_refund_id');
--> statement-breakpoint
-- An order's money given back is not taken again: what a failed refund leaves is owed.
CREATE FUNCTION refuse_lowering_refunded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.refunded_minor < OLD.refunded_minor THEN
    RAISE EXCEPTION 'what order % has given back stays given back', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'orders_refunded_stays';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER orders_refunded_stays BEFORE UPDATE OF refunded_minor ON orders FOR EACH ROW EXECUTE FUNCTION refuse_lowering_refunded();
--> statement-breakpoint
-- Until it has succeeded, a payment is what the gateway last said of it; from then on it is a record.
CREATE FUNCTION refuse_rewriting_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'succeeded' AND (NEW.status, NEW.order_id, NEW.amount_minor, NEW.currency, NEW.occurred_at)
     IS DISTINCT FROM (OLD.status, OLD.order_id, OLD.amount_minor, OLD.currency, OLD.occurred_at) THEN
    RAISE EXCEPTION 'payment % succeeded and stays what it is', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_succeeded_stay';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER payments_succeeded_stay BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_payment();
--> statement-breakpoint
-- The arguments are statuses that nothing leaves.
CREATE FUNCTION refuse_leaving_final_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IS DISTINCT FROM OLD.status AND OLD.status::text = ANY (TG_ARGV) THEN
    RAISE EXCEPTION '% % is % for good', TG_TABLE_NAME, OLD.id, OLD.status
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_final_status';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER refunds_final_status BEFORE UPDATE OF status ON refunds
  FOR EACH ROW EXECUTE FUNCTION refuse_leaving_final_status('failed', 'cancelled');
--> statement-breakpoint
CREATE TRIGGER disputes_final_status BEFORE UPDATE OF status ON disputes
  FOR EACH ROW EXECUTE FUNCTION refuse_leaving_final_status('won', 'lost');
--> statement-breakpoint
CREATE TRIGGER gateway_calls_final_status BEFORE UPDATE OF status ON gateway_calls
  FOR EACH ROW EXECUTE FUNCTION refuse_leaving_final_status('succeeded', 'refused');
