-- Staff may take a grant back for as long as it has not been redeemed.
DROP TRIGGER grant_awards_move ON grant_awards;
--> statement-breakpoint
CREATE TRIGGER grant_awards_move BEFORE UPDATE OF status ON grant_awards
  FOR EACH ROW EXECUTE FUNCTION refuse_unlisted_move('open>used', 'open>expired', 'open>revoked', 'used>returned');
