-- What was undone of a line, and the document that says so, are records: added to and never rewritten.
REVOKE UPDATE, DELETE, TRUNCATE ON refund_lines, credit_notes FROM stoa_app;
--> statement-breakpoint
DO $$
DECLARE
  record text;
BEGIN
  FOREACH record IN ARRAY ARRAY['refund_lines', 'credit_notes'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history()', record || '_append_only', record);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history()', record || '_no_truncate', record);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT UPDATE (sent_at) ON refunds TO stoa_app;
--> statement-breakpoint
GRANT UPDATE (evidence_sent_at) ON disputes TO stoa_app;
--> statement-breakpoint
CREATE TRIGGER refunds_sent_once BEFORE UPDATE OF sent_at ON refunds
  FOR EACH ROW EXECUTE FUNCTION refuse_writing_twice('sent_at');
--> statement-breakpoint
-- What was undone before it was written down line by line. The books name each line's net; the tax, which is one transfer an
-- order, is spread over the lines by theirs, and adds up.
WITH cause AS (
  SELECT e.id AS entry_id, e.subject, e.recorded_at, e.reverses_id AS sale_id, p.order_id
  FROM ledger_entries e JOIN ledger_entries s ON s.id = e.reverses_id JOIN payments p ON p.id = s.subject
  WHERE e.kind IN ('payment_refunded', 'dispute_lost') AND p.order_id IS NOT NULL
), sale AS (
  SELECT t.id, row_number() OVER (PARTITION BY t.entry_id ORDER BY t.position) AS nth
  FROM ledger_transfers t WHERE t.code = 'sale' AND t.entry_id IN (SELECT sale_id FROM cause)
), line AS (
  SELECT l.id, l.order_id, l.tax_minor, sum(l.tax_minor) OVER upto AS through, sum(l.tax_minor) OVER (PARTITION BY l.order_id) AS whole,
    CASE WHEN l.total_minor > l.tax_minor THEN count(*) FILTER (WHERE l.total_minor > l.tax_minor) OVER upto END AS nth
  FROM order_lines l WINDOW upto AS (PARTITION BY l.order_id ORDER BY l.position)
), undone AS (
  SELECT c.subject, c.recorded_at, l.id AS line_id,
    coalesce((SELECT sum(t.amount_minor) FROM ledger_transfers t JOIN sale ON sale.id = t.reverses_id
      WHERE t.entry_id = c.entry_id AND sale.nth = l.nth), 0) AS net,
    CASE WHEN l.whole = 0 THEN 0
      ELSE round(tax.minor * l.through / l.whole) - round(tax.minor * (l.through - l.tax_minor) / l.whole) END AS tax
  FROM cause c JOIN line l ON l.order_id = c.order_id
  CROSS JOIN LATERAL (SELECT coalesce(sum(t.amount_minor), 0) AS minor FROM ledger_transfers t
    JOIN ledger_transfers o ON o.id = t.reverses_id WHERE t.entry_id = c.entry_id AND o.code = 'tax') tax
)
INSERT INTO refund_lines (refund_id, dispute_id, line_id, net_minor, tax_minor, created_at)
SELECT r.id, d.id, u.line_id, u.net::bigint, u.tax::bigint, u.recorded_at
FROM undone u LEFT JOIN refunds r ON r.id = u.subject LEFT JOIN disputes d ON d.id = u.subject
WHERE u.net + u.tax > 0;
