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
