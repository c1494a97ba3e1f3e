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
-- The books. What TypeScript promises about them is refused here, whoever asks.

-- 1. The chart, as packages/ledger/src/chart.ts declares it; a test compares the two.
INSERT INTO ledger_chart (name, pattern, kind, non_negative, tracked) VALUES
  ('gatewayClearing', '^gateway/[a-z]+/clearing$', 'asset', false, false),
  ('gatewayFees', '^gateway/[a-z]+/fees$', 'expense', false, false),
  ('gatewayExchange', '^gateway/[a-z]+/exchange$', 'asset', false, false),
  ('bank', '^bank/[A-Za-z0-9_-]+$', 'asset', false, false),
  ('revenue', '^revenue/[a-z_]+$', 'income', false, false),
  ('taxPayable', '^tax/[A-Z]{2}/payable$', 'liability', false, false),
  ('reviewSuspense', '^suspense/review$', 'liability', true, true),
  ('refundsPayable', '^refunds/[a-z]+/payable$', 'liability', true, true),
  ('disputesHeld', '^disputes/[a-z]+/held$', 'asset', true, true),
  ('affiliateCommissions', '^affiliates/commissions$', 'expense', false, false),
  ('affiliatePayable', '^affiliate/[A-Za-z0-9_-]+/payable$', 'liability', true, true),
  ('affiliateReceivable', '^affiliate/[A-Za-z0-9_-]+/receivable$', 'asset', true, true),
  ('sessionEscrow', '^session/[A-Za-z0-9_-]+/escrow$', 'liability', true, true),
  ('partnerPayable', '^partner/[A-Za-z0-9_-]+/payable$', 'liability', true, true),
  ('creatorEarnings', '^creator/[A-Za-z0-9_-]+/earnings$', 'liability', true, true),
  ('wallet', '^wallet/[A-Za-z0-9_-]+$', 'liability', true, true),
  ('grantsPool', '^grants/pool$', 'liability', true, true),
  ('grantsContributed', '^grants/contributed$', 'expense', false, false);
--> statement-breakpoint

-- An account is what the chart says of its address; whoever opens it does not choose whether it may go below zero.
CREATE FUNCTION ledger_declare_account() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  declared ledger_chart;
BEGIN
  SELECT * INTO declared FROM ledger_chart WHERE NEW.address ~ pattern;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the chart declares no account %', NEW.address
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_accounts_chart';
  END IF;
  NEW.kind := declared.kind;
  NEW.non_negative := declared.non_negative;
  NEW.tracked := declared.tracked;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER ledger_accounts_declared BEFORE INSERT ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION ledger_declare_account();
--> statement-breakpoint

-- 2. Nothing written is changed, not by the owner of the tables either.
DO $$
DECLARE
  history text;
BEGIN
  FOREACH history IN ARRAY ARRAY['ledger_chart', 'ledger_accounts', 'ledger_entries', 'ledger_transfers', 'ledger_seals', 'ledger_sealed_entries'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history()', history || '_append_only', history);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history()', history || '_no_truncate', history);
  END LOOP;
END
$$;
--> statement-breakpoint

-- 3. Balances. Locks the rows one after another in sorted order, a zero row put in where there is none, so that new
-- accounts lock too, and two writers who touch the same accounts take turns instead of deadlocking.
-- `wanted`: [{ "address": …, "currency": … }].
CREATE FUNCTION ledger_lock_balances(wanted jsonb) RETURNS SETOF ledger_balances
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  place record;
  balance ledger_balances;
BEGIN
  FOR place IN SELECT DISTINCT w.address, w.currency FROM jsonb_to_recordset(wanted) AS w(address text, currency char(3)) ORDER BY 1, 2 LOOP
    SELECT * INTO balance FROM ledger_balances b WHERE b.address = place.address AND b.currency = place.currency FOR UPDATE;
    IF NOT FOUND THEN
      INSERT INTO ledger_accounts (address, currency) VALUES (place.address, place.currency) ON CONFLICT DO NOTHING;
      INSERT INTO ledger_balances (address, currency, debit_normal, non_negative)
        SELECT a.address, a.currency, a.kind IN ('asset', 'expense'), a.non_negative FROM ledger_accounts a
        WHERE a.address = place.address AND a.currency = place.currency AND a.tracked
        ON CONFLICT DO NOTHING;
      SELECT * INTO balance FROM ledger_balances b WHERE b.address = place.address AND b.currency = place.currency FOR UPDATE;
    END IF;
    IF FOUND THEN
      RETURN NEXT balance;
    END IF;
  END LOOP;
END
$$;
--> statement-breakpoint

-- 4. What a new transfer must satisfy beyond its own columns; runs once a statement. Here and below rows are looked up
-- by key, one by one, not joined: a plan made while the tables were small must not scan them when they are large.
CREATE FUNCTION ledger_check_transfers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t ledger_transfers;
  entry ledger_entries;
  hold ledger_transfers;
  original ledger_transfers;
BEGIN
  -- Sorted, so that two reversals of the same originals lock them in one order.
  FOR t IN SELECT * FROM added ORDER BY reverses_id, id LOOP
    SELECT * INTO entry FROM ledger_entries WHERE id = t.entry_id;
    IF entry.xid <> pg_current_xact_id() OR entry.effective_at <> t.effective_at THEN
      RAISE EXCEPTION 'transfer %: only the transaction that wrote an entry adds its transfers, at the time of the entry', t.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfers_entry_closed';
    END IF;

    IF t.pending_id IS NOT NULL THEN
      SELECT * INTO hold FROM ledger_transfers WHERE id = t.pending_id;
      IF hold.state IS DISTINCT FROM 'pending'
        OR (hold.debit_address, hold.credit_address, hold.currency) <> (t.debit_address, t.credit_address, t.currency)
        OR t.amount_minor > hold.amount_minor
        OR (t.state = 'void_pending' AND t.amount_minor <> hold.amount_minor)
      THEN
        RAISE EXCEPTION 'transfer % closes no hold of its accounts and its amount', t.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfers_closes_hold';
      END IF;
    END IF;

    IF t.reverses_id IS NOT NULL THEN
      -- One at a time, so that two reversals cannot both take the last of it.
      PERFORM pg_advisory_xact_lock(hashtextextended(t.reverses_id, 0));
      SELECT * INTO original FROM ledger_transfers WHERE id = t.reverses_id;
      IF original.id IS NULL OR original.state NOT IN ('posted', 'post_pending') OR original.currency <> t.currency
        OR (original.debit_address <> t.credit_address AND original.credit_address <> t.debit_address)
      THEN
        RAISE EXCEPTION 'transfer % does not mirror the one it takes back', t.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfers_mirrors';
      END IF;
      IF ledger_left_of(original.id) < 0 THEN
        RAISE EXCEPTION 'more would be taken back of transfer % than it moved', original.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfers_reverses_at_most';
      END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint

-- What is left of a transfer: its amount less what was taken back, plus what of that was itself undone.
CREATE FUNCTION ledger_left_of(transfer text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT o.amount_minor
    - coalesce((SELECT sum(r.amount_minor) FROM ledger_transfers r WHERE r.reverses_id = o.id), 0)
    + coalesce((SELECT sum(u.amount_minor) FROM ledger_transfers r JOIN ledger_transfers u ON u.reverses_id = r.id WHERE r.reverses_id = o.id), 0)
  FROM ledger_transfers o WHERE o.id = transfer
$$;
--> statement-breakpoint

-- 5. The balances follow the transfers, and nothing else writes them: the application needs no right on the table.
CREATE FUNCTION ledger_project_transfers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m record;
BEGIN
  FOR m IN
    SELECT side.address, t.currency,
      coalesce(sum(effect.posted) FILTER (WHERE side.debit), 0) AS debits_posted,
      coalesce(sum(effect.posted) FILTER (WHERE NOT side.debit), 0) AS credits_posted,
      coalesce(sum(effect.pending) FILTER (WHERE side.debit), 0) AS debits_pending,
      coalesce(sum(effect.pending) FILTER (WHERE NOT side.debit), 0) AS credits_pending
    FROM added t
    CROSS JOIN LATERAL (SELECT
      CASE WHEN t.state IN ('posted', 'post_pending') THEN t.amount_minor ELSE 0 END AS posted,
      CASE t.state WHEN 'posted' THEN 0 WHEN 'pending' THEN t.amount_minor
        ELSE -(SELECT hold.amount_minor FROM ledger_transfers hold WHERE hold.id = t.pending_id) END AS pending) effect
    CROSS JOIN LATERAL (VALUES (t.debit_address, true), (t.credit_address, false)) AS side(address, debit)
    WHERE (SELECT a.tracked FROM ledger_accounts a WHERE a.address = side.address AND a.currency = t.currency)
    GROUP BY 1, 2 ORDER BY 1, 2
  LOOP
    PERFORM FROM ledger_lock_balances(jsonb_build_array(jsonb_build_object('address', m.address, 'currency', m.currency)));
    UPDATE ledger_balances b SET
      debits_posted = b.debits_posted + m.debits_posted,
      credits_posted = b.credits_posted + m.credits_posted,
      debits_pending = b.debits_pending + m.debits_pending,
      credits_pending = b.credits_pending + m.credits_pending,
      updated_at = now()
    WHERE b.address = m.address AND b.currency = m.currency;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Triggers of one event run in the order of their names: checked first, projected second.
CREATE TRIGGER ledger_transfers_1_checked AFTER INSERT ON ledger_transfers
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_transfers();
--> statement-breakpoint
CREATE TRIGGER ledger_transfers_2_projected AFTER INSERT ON ledger_transfers
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_project_transfers();
--> statement-breakpoint

-- 6. An entry says that something moved; one without transfers does not commit.
CREATE FUNCTION ledger_refuse_empty_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_transfers WHERE entry_id = NEW.id) THEN
    RAISE EXCEPTION 'entry % has no transfers', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_not_empty';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ledger_entries_not_empty AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_refuse_empty_entry();
--> statement-breakpoint

-- 7. What every transfer does to its two accounts, and the exact totals of every account: kept, or folded up to a seal
-- with what followed summed.
CREATE VIEW ledger_movements AS
  SELECT t.id AS transfer_id, t.entry_id, side.address, t.currency,
    CASE WHEN side.debit THEN effect.posted ELSE 0 END AS debits_posted,
    CASE WHEN side.debit THEN 0 ELSE effect.posted END AS credits_posted,
    CASE WHEN side.debit THEN effect.pending ELSE 0 END AS debits_pending,
    CASE WHEN side.debit THEN 0 ELSE effect.pending END AS credits_pending
  FROM ledger_transfers t
  LEFT JOIN ledger_transfers hold ON hold.id = t.pending_id
  CROSS JOIN LATERAL (SELECT
    CASE WHEN t.state IN ('posted', 'post_pending') THEN t.amount_minor ELSE 0 END AS posted,
    CASE WHEN t.state = 'pending' THEN t.amount_minor ELSE -coalesce(hold.amount_minor, 0) END AS pending) effect
  CROSS JOIN LATERAL (VALUES (t.debit_address, true), (t.credit_address, false)) AS side(address, debit);
--> statement-breakpoint
CREATE FUNCTION ledger_movements_between(after_seal bigint, through_seal bigint)
RETURNS TABLE (address text, currency char(3), debits_posted bigint, credits_posted bigint, debits_pending bigint, credits_pending bigint)
LANGUAGE sql STABLE AS $$
  SELECT m.address, m.currency, sum(m.debits_posted)::bigint, sum(m.credits_posted)::bigint, sum(m.debits_pending)::bigint, sum(m.credits_pending)::bigint
  FROM ledger_entries e JOIN ledger_movements m ON m.entry_id = e.id
  WHERE (e.xid, e.seq) > (
      coalesce((SELECT s.through_xid FROM ledger_seals s WHERE s.number = after_seal), '0'::xid8),
      coalesce((SELECT s.through_seq FROM ledger_seals s WHERE s.number = after_seal), 0))
    AND (through_seal IS NULL OR (e.xid, e.seq) <= (
      (SELECT s.through_xid FROM ledger_seals s WHERE s.number = through_seal),
      (SELECT s.through_seq FROM ledger_seals s WHERE s.number = through_seal)))
  GROUP BY m.address, m.currency
$$;
--> statement-breakpoint
CREATE VIEW ledger_totals AS
  SELECT a.address, a.currency, a.kind, a.tracked,
    coalesce(b.debits_posted, f.debits_posted, 0) + coalesce(r.debits_posted, 0) AS debits_posted,
    coalesce(b.credits_posted, f.credits_posted, 0) + coalesce(r.credits_posted, 0) AS credits_posted,
    coalesce(b.debits_pending, f.debits_pending, 0) + coalesce(r.debits_pending, 0) AS debits_pending,
    coalesce(b.credits_pending, f.credits_pending, 0) + coalesce(r.credits_pending, 0) AS credits_pending
  FROM ledger_accounts a
  LEFT JOIN ledger_balances b ON b.address = a.address AND b.currency = a.currency
  LEFT JOIN ledger_folds f ON f.address = a.address AND f.currency = a.currency
  LEFT JOIN ledger_movements_between((SELECT max(through_seal) FROM ledger_folds), NULL) r
    ON NOT a.tracked AND r.address = a.address AND r.currency = a.currency;
--> statement-breakpoint

-- 8. Seals. Takes a batch that the application has hashed, and checks that it is the next one: the chain's next number,
-- linked to its last hash, holding exactly the entries that follow, all older than every running transaction.
CREATE FUNCTION ledger_append_seal(
  seal_number bigint, link text, merkle_root text, seal_hash text, xid xid8, seq bigint, entry_ids text[], entry_hashes text[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last ledger_seals;
  due text[];
BEGIN
  SELECT * INTO last FROM ledger_seals ORDER BY number DESC LIMIT 1;
  IF seal_number <> coalesce(last.number, 0) + 1 OR link <> coalesce(last.hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'seal % does not follow the last one', seal_number USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_seals_follow';
  END IF;
  SELECT array_agg(e.id ORDER BY e.xid, e.seq) INTO due FROM ledger_entries e
    WHERE (e.xid, e.seq) > (coalesce(last.through_xid, '0'::xid8), coalesce(last.through_seq, 0))
      AND (e.xid, e.seq) <= (ledger_append_seal.xid, ledger_append_seal.seq)
      AND e.xid < pg_snapshot_xmin(pg_current_snapshot());
  IF due IS DISTINCT FROM entry_ids OR cardinality(entry_hashes) <> cardinality(entry_ids) THEN
    RAISE EXCEPTION 'seal % does not hold the entries that are due', seal_number USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_seals_due';
  END IF;
  INSERT INTO ledger_seals (number, previous_hash, root, hash, entry_count, through_xid, through_seq)
    VALUES (seal_number, link, merkle_root, seal_hash, cardinality(entry_ids), xid, seq);
  INSERT INTO ledger_sealed_entries (entry_id, seal_number, position, entry_hash)
    SELECT e.id, ledger_append_seal.seal_number, e.nth - 1, e.hash FROM unnest(entry_ids, entry_hashes) WITH ORDINALITY AS e(id, hash, nth);
END
$$;
--> statement-breakpoint

-- 9. Folds: brings the totals of the accounts that have no balance row up to the last seal, and says how many moved.
CREATE FUNCTION ledger_fold_hot_accounts() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  folded integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('ledger_fold', 0));
  -- The new totals, not the difference, are what is inserted: a difference can be negative when a hold was closed.
  INSERT INTO ledger_folds (address, currency, debits_posted, credits_posted, debits_pending, credits_pending, through_seal)
    SELECT a.address, a.currency,
      coalesce(f.debits_posted, 0) + r.debits_posted, coalesce(f.credits_posted, 0) + r.credits_posted,
      coalesce(f.debits_pending, 0) + r.debits_pending, coalesce(f.credits_pending, 0) + r.credits_pending, last.number
    FROM (SELECT max(number) AS number FROM ledger_seals) last
    CROSS JOIN LATERAL ledger_movements_between((SELECT max(through_seal) FROM ledger_folds), last.number) r
    JOIN ledger_accounts a ON a.address = r.address AND a.currency = r.currency AND NOT a.tracked
    LEFT JOIN ledger_folds f ON f.address = a.address AND f.currency = a.currency
    WHERE last.number IS NOT NULL
  ON CONFLICT (address, currency) DO UPDATE SET
    debits_posted = excluded.debits_posted,
    credits_posted = excluded.credits_posted,
    debits_pending = excluded.debits_pending,
    credits_pending = excluded.credits_pending,
    through_seal = excluded.through_seal;
  GET DIAGNOSTICS folded = ROW_COUNT;
  RETURN folded;
END
$$;
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
--> statement-breakpoint
-- The application reads the books and adds to them. It names neither the time nor the transaction of an entry, nor what
-- an account may do; balances, seals and folds change through the functions of the ledger alone.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON
  ledger_chart, ledger_accounts, ledger_entries, ledger_transfers, ledger_balances, ledger_seals, ledger_sealed_entries, ledger_folds
  FROM stoa_app;
--> statement-breakpoint
GRANT INSERT (address, currency) ON ledger_accounts TO stoa_app;
--> statement-breakpoint
GRANT INSERT (id, kind, subject, content_hash, effective_at, actor_kind, actor_id, correlation_id, reverses_id) ON ledger_entries TO stoa_app;
--> statement-breakpoint
GRANT INSERT ON ledger_transfers TO stoa_app;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION
  ledger_lock_balances(jsonb), ledger_append_seal(bigint, text, text, text, xid8, bigint, text[], text[]), ledger_fold_hot_accounts()
  FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION
  ledger_lock_balances(jsonb), ledger_append_seal(bigint, text, text, text, xid8, bigint, text[], text[]), ledger_fold_hot_accounts()
  TO stoa_app;
--> statement-breakpoint
-- The rates an installation starts with: standard rates of the countries Stoa sells to, prices listed with tax where
-- consumers expect that. Staff change them under Settings.
INSERT INTO tax_rates (country, name, rate_bps, mode) VALUES
  ('AT', 'VAT', 2000, 'inclusive'),
  ('AU', 'GST', 1000, 'inclusive'),
  ('BE', 'VAT', 2100, 'inclusive'),
  ('CA', 'GST', 500, 'exclusive'),
  ('CH', 'VAT', 810, 'inclusive'),
  ('DE', 'VAT', 1900, 'inclusive'),
  ('DK', 'VAT', 2500, 'inclusive'),
  ('ES', 'VAT', 2100, 'inclusive'),
  ('FI', 'VAT', 2550, 'inclusive'),
  ('FR', 'VAT', 2000, 'inclusive'),
  ('GB', 'VAT', 2000, 'inclusive'),
  ('GH', 'VAT', 1500, 'inclusive'),
  ('GR', 'VAT', 2400, 'inclusive'),
  ('IE', 'VAT', 2300, 'inclusive'),
  ('IN', 'GST', 1800, 'inclusive'),
  ('IT', 'VAT', 2200, 'inclusive'),
  ('JP', 'Consumption tax', 1000, 'inclusive'),
  ('KE', 'VAT', 1600, 'inclusive'),
  ('NG', 'VAT', 750, 'inclusive'),
  ('NL', 'VAT', 2100, 'inclusive'),
  ('NO', 'VAT', 2500, 'inclusive'),
  ('NZ', 'GST', 1500, 'inclusive'),
  ('PL', 'VAT', 2300, 'inclusive'),
  ('PT', 'VAT', 2300, 'inclusive'),
  ('SE', 'VAT', 2500, 'inclusive'),
  ('SG', 'GST', 900, 'inclusive'),
  ('US', 'No tax', 0, 'exclusive'),
  ('ZA', 'VAT', 1500, 'inclusive');
