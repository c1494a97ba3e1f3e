import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase();

/** A sale with all that belongs to it, as the application writes it. */
beforeAll(async () => {
  await database.sql.unsafe(`
    insert into orders (id, email, email_normalised, token_hash, status, currency, subtotal_minor, tax_minor, total_minor,
      settled_minor, settled_currency, refunded_minor, tax_country, tax_name, tax_rate_bps, tax_mode, gateway,
      gateway_checkout_id, invoice_number, expires_at, paid_at, correlation_id)
      values ('ord', 'a@b.example', 'a@b.example', 'hash', 'partially_refunded', 'EUR', 4900, 782, 4900, 4900, 'EUR', 900, 'DE', 'VAT',
      1900, 'inclusive', 'stripe', 'cs', 'STOA-2026-000001', now(), now(), 'cor');
    insert into order_lines (id, order_id, position, kind, subject_id, title, quantity, unit_minor, tax_minor, total_minor, currency, fulfilled_at)
      values ('lin', 'ord', 0, 'course', 'crs', 'Drawing', 1, 4900, 782, 4900, 'EUR', now());
    insert into invoice_counters values ('STOA', 2026, 1);
    insert into invoices (id, number, order_id, issued_at, content) values ('inv', 'STOA-2026-000001', 'ord', now(), '{"total": 4900}');
    insert into payments (id, order_id, gateway, gateway_payment_id, status, amount_minor, currency, refunded_minor, occurred_at)
      values ('pay', 'ord', 'stripe', 'pi', 'succeeded', 4900, 'EUR', 900, now()),
      ('pay_pending', 'ord', 'stripe', 'pi_pending', 'pending', 4900, 'EUR', 0, now());
    insert into refunds (id, payment_id, order_id, gateway, gateway_refund_id, status, amount_minor, currency) values
      ('ref', 'pay', 'ord', 'stripe', 're', 'succeeded', 900, 'EUR'), ('ref_failed', 'pay', 'ord', 'stripe', 're_failed', 'failed', 100, 'EUR');
    update refunds set sent_at = now() where id = 'ref';
    insert into disputes (id, payment_id, order_id, gateway, gateway_dispute_id, status, amount_minor, currency)
      values ('dsp', 'pay', 'ord', 'stripe', 'dp', 'lost', 900, 'EUR');
    insert into refund_lines (refund_id, line_id, net_minor, tax_minor) values ('ref', 'lin', 756, 144);
    insert into credit_notes (id, number, order_id, refund_id, issued_at, content)
      values ('crn', 'STOA-CN-2026-000001', 'ord', 'ref', now(), '{"total": 900}');
    insert into gateway_calls (id, gateway, kind, subject_id, idempotency_key, status, correlation_id)
      values ('call', 'stripe', 'create_checkout', 'ord', 'key', 'succeeded', 'cor');
    insert into order_reviews (id, order_id, reason, details, dedupe_key) values ('rev', 'ord', 'paid_twice', '{}', 'payment:pay');
    insert into inbox_events (gateway, event_id, type, body, body_hash, occurred_at, correlation_id)
      values ('stripe', 'evt', 'refund.created', 'body', 'hash', now(), 'cor');
    insert into audit_entries (id, actor_kind, action, subject_kind, subject_id, correlation_id)
      values ('aud', 'job', 'orders.pay', 'order', 'ord', 'cor');`);
});

/** What the application has no right to, at all. */
const FORBIDDEN = [
  "update invoices set content = '{}'",
  "update invoices set number = 'STOA-2026-000002'",
  "update invoices set issued_at = now()",
  "delete from invoices",
  "truncate invoices",
  "update invoice_counters set year = 2027",
  "delete from invoice_counters",
  "update orders set currency = 'USD'",
  "update orders set total_minor = 1, subtotal_minor = 1",
  "update orders set tax_minor = 0",
  "update orders set tax_country = 'FR'",
  "update orders set tax_rate_bps = 0",
  "update orders set gateway = 'paypal'",
  "update orders set created_at = now()",
  "update orders set correlation_id = 'other'",
  "delete from orders",
  "truncate orders cascade",
  "update order_lines set unit_minor = 1",
  "update order_lines set total_minor = 1",
  "update order_lines set tax_minor = 0",
  "update order_lines set quantity = 2",
  "update order_lines set currency = 'USD'",
  "update order_lines set subject_id = 'another course'",
  "update order_lines set title = 'Another course'",
  "delete from order_lines",
  "update payments set gateway = 'paypal'",
  "update payments set gateway_payment_id = 'pi_other'",
  "delete from payments",
  "update refunds set amount_minor = 1",
  "update refunds set currency = 'USD'",
  "update refunds set payment_id = 'pay_pending'",
  "update refunds set line_ids = null",
  "update refunds set note = 'another reason'",
  "update refunds set requested_by = null",
  "delete from refunds",
  "update refund_lines set net_minor = 1",
  "delete from refund_lines",
  "truncate refund_lines",
  "update credit_notes set content = '{}'",
  "delete from credit_notes",
  "truncate credit_notes",
  "update disputes set amount_minor = 1",
  "update disputes set gateway_dispute_id = 'dp_other'",
  "delete from disputes",
  "update gateway_calls set idempotency_key = 'another'",
  "update gateway_calls set subject_id = 'ord_other'",
  "delete from gateway_calls",
  "update order_reviews set reason = 'amount_mismatch'",
  "update order_reviews set details = '{}'",
  "delete from order_reviews",
  "update inbox_events set body = 'other'",
  "update inbox_events set body_hash = 'other'",
  "update inbox_events set event_id = 'evt_other'",
  "update inbox_events set gateway = 'paypal'",
  "update inbox_events set received_at = now()",
  "delete from inbox_events",
  "update audit_entries set action = 'orders.refund'",
  "update audit_entries set actor_id = 'usr_other'",
  "delete from audit_entries",
  "truncate audit_entries",
  "insert into order_transitions values ('refunded', 'paid')",
];

/** What a right on the column allows and a rule refuses, with the rule. */
const REFUSED = {
  "update orders set settled_minor = 9900": "orders_written_once",
  "update orders set settled_minor = null, settled_currency = null": "orders_written_once",
  "update orders set invoice_number = 'STOA-2026-000007'": "orders_written_once",
  "update orders set paid_at = now() - interval '1 year'": "orders_written_once",
  "update orders set gateway_checkout_id = 'cs_other'": "orders_written_once",
  "update orders set refunded_minor = 0": "orders_refunded_stays",
  "update orders set refunded_minor = 4901": "orders_refunded_check",
  "update orders set status = 'paid'": "order_transition",
  "update order_lines set fulfilled_at = null": "order_lines_written_once",
  "update payments set amount_minor = 1 where id = 'pay'": "payments_succeeded_stay",
  "update payments set currency = 'USD' where id = 'pay'": "payments_succeeded_stay",
  "update payments set order_id = null where id = 'pay'": "payments_succeeded_stay",
  "update payments set status = 'failed' where id = 'pay'": "payments_succeeded_stay",
  "update payments set refunded_minor = 4901 where id = 'pay'": "payments_refunded_check",
  "update payments set lost_minor = 1 where id = 'pay'": "payments_lost_check",
  "update refunds set gateway_refund_id = 're_other' where id = 'ref'": "refunds_written_once",
  "update refunds set status = 'succeeded' where id = 'ref_failed'": "refunds_final_status",
  "update refunds set sent_at = now() + interval '1 hour' where id = 'ref'": "refunds_written_once",
  "insert into refund_lines (refund_id, dispute_id, line_id, net_minor, tax_minor) values ('ref', 'dsp', 'lin', 1, 0)":
    "refund_lines_cause_check",
  "update disputes set status = 'won'": "disputes_final_status",
  "update gateway_calls set status = 'intended'": "gateway_calls_final_status",
  "update invoice_counters set last_number = last_number + 2": "invoice_counters_next",
  "update invoice_counters set last_number = 0": "invoice_counters_next",
};

/** What the verbs do, so that each refusal above is for its own reason. */
const HONEST = [
  "update orders set refunded_minor = 4900, status = 'refunded', updated_at = now()",
  "update orders set email = 'forgotten', email_normalised = 'forgotten', user_id = null",
  "update order_lines set reversed_at = now()",
  "update payments set refunded_minor = 4900, lost_minor = 100 where id = 'pay'",
  "update payments set refunded_minor = 0 where id = 'pay'",
  "update payments set status = 'succeeded', amount_minor = 4800, occurred_at = now() where id = 'pay_pending'",
  "update refunds set status = 'failed', reason = 'card closed' where id = 'ref'",
  "update inbox_events set handled_at = now(), outcome = 'paid', deliveries = 2",
  "update inbox_events set handled_at = null, attempts = 0",
  "update order_reviews set resolved_at = now(), resolution = 'accepted'",
  "update invoice_counters set last_number = last_number + 1",
];

test.each(FORBIDDEN)("the application has no right to %s", async (statement) => {
  await expect(attempt(database.sql, statement)).rejects.toMatchObject({ code: "42501" });
});

test.each(Object.entries(REFUSED))("the database refuses to %s", async (statement, by) => {
  await expect(attempt(database.sql, statement)).rejects.toMatchObject({ constraint_name: by });
});

test.each(HONEST)("the application may %s", async (statement) => {
  await expect(attempt(database.sql, statement)).rejects.toBe(undone);
});

test("the owner of the tables does not take back a document by mistake either", async () => {
  const owner = postgres(database.url, { max: 1, onnotice: () => {} });
  const records = ["invoices", "credit_notes", "refund_lines"];
  for (const statement of records.flatMap((table) => [`delete from ${table}`, `truncate ${table}`])) {
    await expect(attempt(owner, statement)).rejects.toMatchObject({ constraint_name: "append_only" });
  }
  await owner.end();
});

const undone = new Error("undone");

/** Runs a statement and takes it back; throws `undone` when it was accepted. */
async function attempt(sql: postgres.Sql, statement: string): Promise<void> {
  await sql.begin(async (tx) => {
    const { count } = await tx.unsafe(statement);
    expect(count).toBeGreaterThan(0);
    throw undone;
  });
}
