import { newId, taxWithin } from "@stoa/kit";
import type { Sql, TransactionSql } from "postgres";

const TAX_BPS = 1_900;

/**
 * The rows that settling writes, by hand-written SQL in as few statements as a careful person would use: the bound that
 * the product's verb is compared with. It knows the course, the country and the shape of each row beforehand, asks no
 * question twice and checks nothing but the order's state.
 */
export async function settleByHand(sql: Sql, orderId: string): Promise<void> {
  await sql.begin(async (tx) => {
    const [order] =
      await tx`select email, total_minor::int as total from orders where id = ${orderId} and status = 'pending' for update`;
    if (!order) throw new Error(`${orderId} is not pending`);
    const line = await handOver(tx, orderId, order.email);
    await post(tx, orderId, order.total);
    const number = await nextInvoice(tx);
    await tx`insert into invoices (id, number, order_id, issued_at, content) values (${newId("invoice")}, ${number}, ${orderId}, now(), '{}')`;
    await tx`update orders set status = 'paid', invoice_number = ${number}, paid_at = now(),
      settled_minor = total_minor, settled_currency = currency, updated_at = now() where id = ${orderId}`;
    await follow(tx, orderId, order.email, line.enrolmentId);
  });
}

async function handOver(tx: TransactionSql, orderId: string, email: string) {
  const [line] =
    await tx`update order_lines set fulfilled_at = now() where order_id = ${orderId} returning id, subject_id`;
  if (!line) throw new Error(`${orderId} has no line`);
  const enrolmentId = newId("enrolment");
  await tx`insert into entitlements (id, email_normalised, product_kind, subject_id, source, source_id)
    values (${newId("entitlement")}, ${email}, 'course', ${line.subject_id}, 'order', ${line.id})`;
  await tx`insert into enrolments (id, email_normalised, course_id, status) values (${enrolmentId}, ${email}, ${line.subject_id}, 'active')`;
  await tx`insert into lms_syncs (id, enrolment_id, order_id, course_id, lms_course, email, name, correlation_id)
    values (${newId("lmsSync")}, ${enrolmentId}, ${orderId}, ${line.subject_id}, 'double-entry-for-makers', ${email}, ${email}, 'bench')`;
  return { enrolmentId };
}

async function post(tx: TransactionSql, orderId: string, total: number) {
  const paymentId = newId("payment");
  const entryId = newId("entry");
  const tax = taxWithin(total, TAX_BPS);
  await tx`insert into payments (id, order_id, gateway, gateway_payment_id, status, amount_minor, currency, occurred_at)
    values (${paymentId}, ${orderId}, 'stripe', ${`pi_${orderId}`}, 'succeeded', ${total}, 'EUR', now())`;
  await tx`insert into ledger_entries (id, kind, subject, content_hash, effective_at, actor_kind, actor_id, correlation_id)
    values (${entryId}, 'payment_settled', ${paymentId}, '', now(), 'system', 'bench', 'bench')`;
  await tx`insert into ledger_transfers (id, entry_id, position, code, state, debit_address, credit_address, amount_minor, currency, effective_at) values
    (${newId("transfer")}, ${entryId}, 0, 'sale', 'posted', 'gateway/stripe/clearing', 'revenue/course', ${total - tax}, 'EUR', now()),
    (${newId("transfer")}, ${entryId}, 1, 'sale_tax', 'posted', 'gateway/stripe/clearing', 'tax/DE/payable', ${tax}, 'EUR', now())`;
}

async function nextInvoice(tx: TransactionSql): Promise<string> {
  const counted = await tx`update invoice_counters set last_number = last_number + 1
    where series = 'BENCH' and year = 2026 returning last_number::int as n`;
  if (counted.length === 0)
    await tx`insert into invoice_counters (series, year, last_number) values ('BENCH', 2026, 1)`;
  return `BENCH-2026-${counted[0]?.n ?? 1}`;
}

async function follow(tx: TransactionSql, orderId: string, email: string, enrolmentId: string) {
  const mailId = newId("mail");
  await tx`insert into email_tokens (id, purpose, token_hash, email, email_normalised, order_id, expires_at)
    values (${newId("emailToken")}, 'claim_purchase', ${orderId}, ${email}, ${email}, ${orderId}, now() + interval '7 days')`;
  await tx`insert into mails (id, recipient, template, locale, data, correlation_id) values (${mailId}, ${email}, 'order-receipt', 'en', '{}', 'bench')`;
  await tx`insert into outbox (id, job, queue, payload, correlation_id) values
    (${newId("outbox")}, 'bench.paid', 'maintenance', ${tx.json({ orderId })}, 'bench'),
    (${newId("outbox")}, 'bench.sync', 'lms-sync', ${tx.json({ enrolmentId })}, 'bench'),
    (${newId("outbox")}, 'bench.mail', 'mail', ${tx.json({ mailId })}, 'bench')`;
  await tx`insert into audit_entries (id, actor_kind, actor_id, action, subject_kind, subject_id, correlation_id) values
    (${newId("audit")}, 'system', 'bench', 'entitlements.grant', 'order', ${orderId}, 'bench'),
    (${newId("audit")}, 'system', 'bench', 'learning.enrol', 'order', ${orderId}, 'bench'),
    (${newId("audit")}, 'system', 'bench', 'orders.settle', 'order', ${orderId}, 'bench')`;
}
