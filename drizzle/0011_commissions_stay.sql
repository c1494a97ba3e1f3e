-- What an affiliate earned stays as it was computed: only what goes on living may change, and nothing of it is deleted.
REVOKE UPDATE, DELETE ON affiliate_clicks, affiliate_referrals, affiliate_referral_rates, affiliate_commissions, affiliate_earnings FROM stoa_app;
--> statement-breakpoint
GRANT UPDATE (counted_at) ON affiliate_clicks, affiliate_earnings TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, signals, converted_at, decided_by, decided_at, counted_at) ON affiliate_referrals TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (remaining_minor, posted_at, freeze_hold_id) ON affiliate_commissions TO stoa_app;
--> statement-breakpoint
CREATE TRIGGER affiliate_referrals_written_once BEFORE UPDATE ON affiliate_referrals
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('converted_at', 'decided_by', 'decided_at');
--> statement-breakpoint
CREATE TRIGGER affiliate_referrals_final_status BEFORE UPDATE OF status ON affiliate_referrals
  FOR EACH ROW EXECUTE FUNCTION refuse_leaving_final_status('refused');
--> statement-breakpoint
CREATE TRIGGER affiliate_commissions_written_once BEFORE UPDATE ON affiliate_commissions
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('posted_at');
--> statement-breakpoint
-- A commission is clawed back for good.
CREATE FUNCTION refuse_raising_commission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.remaining_minor > OLD.remaining_minor THEN
    RAISE EXCEPTION 'what was clawed back of commission % stays clawed back', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'affiliate_commissions_fall';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER affiliate_commissions_fall BEFORE UPDATE OF remaining_minor ON affiliate_commissions
  FOR EACH ROW EXECUTE FUNCTION refuse_raising_commission();
