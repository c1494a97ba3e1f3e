-- Each pool of grants has an account of its own, as packages/ledger/src/chart.ts declares it. Nothing has been booked on the one of before.
ALTER TABLE ledger_chart DISABLE TRIGGER ledger_chart_append_only;
--> statement-breakpoint
UPDATE ledger_chart SET pattern = '^grants/[A-Za-z0-9_-]+/pool$' WHERE name = 'grantsPool';
--> statement-breakpoint
ALTER TABLE ledger_chart ENABLE TRIGGER ledger_chart_append_only;
--> statement-breakpoint
-- What a coupon promises, what an application says and what an award was approved for stays as it was written. Only what goes on
-- living may change, and the personal data of somebody who asks to be forgotten.
REVOKE UPDATE, DELETE ON
  coupons, coupon_courses, coupon_redemptions, grant_pools, grant_contributions, grant_applications, grant_awards FROM stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, holder_user_id, holder_email, updated_at) ON coupons TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, user_id, email_normalised, updated_at) ON coupon_redemptions TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, name, description, updated_at) ON grant_pools TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, reviewer_id, decided_at, reason, user_id, name, email, email_normalised, statement) ON grant_applications TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (status, spent_minor, order_id, used_at, user_id, email_normalised, updated_at) ON grant_awards TO stoa_app;
--> statement-breakpoint
-- The arguments are the moves of a status, as in `reserved>consumed`; every other is refused, whoever asks.
CREATE FUNCTION refuse_unlisted_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT (OLD.status || '>' || NEW.status) = ANY (TG_ARGV) THEN
    RAISE EXCEPTION '% % does not go from % to %', TG_TABLE_NAME, OLD.id, OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_move';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER coupons_move BEFORE UPDATE OF status ON coupons
  FOR EACH ROW EXECUTE FUNCTION refuse_unlisted_move('active>paused', 'paused>active', 'active>ended', 'paused>ended');
--> statement-breakpoint
CREATE TRIGGER coupon_redemptions_move BEFORE UPDATE OF status ON coupon_redemptions
  FOR EACH ROW EXECUTE FUNCTION refuse_unlisted_move('reserved>consumed', 'reserved>released', 'consumed>returned');
--> statement-breakpoint
CREATE TRIGGER grant_pools_move BEFORE UPDATE OF status ON grant_pools
  FOR EACH ROW EXECUTE FUNCTION refuse_unlisted_move('open>closed', 'closed>open');
--> statement-breakpoint
CREATE TRIGGER grant_applications_move BEFORE UPDATE OF status ON grant_applications
  FOR EACH ROW EXECUTE FUNCTION refuse_unlisted_move('submitted>approved', 'submitted>rejected');
--> statement-breakpoint
CREATE TRIGGER grant_awards_move BEFORE UPDATE OF status ON grant_awards
  FOR EACH ROW EXECUTE FUNCTION refuse_unlisted_move('open>used', 'open>expired', 'used>returned');
--> statement-breakpoint
CREATE TRIGGER grant_applications_written_once BEFORE UPDATE ON grant_applications
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('reviewer_id', 'decided_at', 'reason');
--> statement-breakpoint
CREATE TRIGGER grant_awards_written_once BEFORE UPDATE ON grant_awards
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('spent_minor', 'order_id', 'used_at');
--> statement-breakpoint
-- Every redemption begins as a reservation, and a coupon counts those that are reserved or consumed; nothing else writes the count,
-- and a constraint of the coupon refuses one use too many.
CREATE FUNCTION count_coupon_uses() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  counted integer := CASE WHEN TG_OP = 'UPDATE' AND OLD.status IN ('reserved', 'consumed') THEN 1 ELSE 0 END;
  counts integer := CASE WHEN NEW.status IN ('reserved', 'consumed') THEN 1 ELSE 0 END;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.status <> 'reserved' THEN
    RAISE EXCEPTION 'redemption % begins as a reservation', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'coupon_redemptions_begin';
  END IF;
  IF counted <> counts THEN
    UPDATE coupons SET uses = uses + counts - counted, updated_at = now() WHERE id = NEW.coupon_id;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER coupon_redemptions_counted AFTER INSERT OR UPDATE OF status ON coupon_redemptions
  FOR EACH ROW EXECUTE FUNCTION count_coupon_uses();
