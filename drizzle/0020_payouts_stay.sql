-- Of a payout only its way goes on being written; whom it pays, how much and from which request stands as it was.
REVOKE UPDATE, DELETE ON payout_payees, payout_accounts, payout_batches, payouts FROM stoa_app;
--> statement-breakpoint
GRANT UPDATE (blocked_at, blocked_reason) ON payout_payees TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (replaced_at) ON payout_accounts TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, paid_entry_id, approved_by, approved_at, reason, gateway_payout_id, attempts, next_attempt_at, sent_at, paid_at, ended_at, updated_at) ON payouts TO stoa_app;
--> statement-breakpoint
CREATE TRIGGER payouts_move BEFORE UPDATE OF status ON payouts
  FOR EACH ROW EXECUTE FUNCTION refuse_unlisted_move(
    'requested>approved', 'requested>cancelled', 'approved>sending', 'approved>cancelled',
    'sending>sent', 'sending>paid', 'sending>failed', 'sending>returned',
    'sent>paid', 'sent>failed', 'sent>returned', 'paid>returned');
--> statement-breakpoint
CREATE TRIGGER payouts_written_once BEFORE UPDATE ON payouts
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('approved_by', 'approved_at', 'gateway_payout_id', 'paid_entry_id', 'sent_at', 'paid_at', 'ended_at');
--> statement-breakpoint
CREATE TRIGGER payout_accounts_written_once BEFORE UPDATE ON payout_accounts
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('replaced_at');
--> statement-breakpoint
-- Nobody approves what is paid to themselves, however the application is asked.
CREATE FUNCTION refuse_own_payout() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.approved_by IS NOT NULL AND NEW.approved_by = (SELECT user_id FROM payout_payees WHERE id = NEW.payee_id) THEN
    RAISE EXCEPTION 'payout % is approved by its own payee', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_own_approval';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER payouts_own_approval BEFORE UPDATE OF approved_by ON payouts
  FOR EACH ROW EXECUTE FUNCTION refuse_own_payout();
--> statement-breakpoint
-- Who was an affiliate before there were payouts is a payee from now on.
INSERT INTO payout_payees (id, kind, subject_id, user_id, address)
  SELECT 'pye_' || substr(id, 5), 'affiliate', id, user_id, 'affiliate/' || id || '/payable' FROM affiliates;
