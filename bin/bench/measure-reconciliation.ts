import { readRun, reconcile, startReconciliation } from "@stoa/api/reconciliation/index";
import { addMs, DAY_MS, HOUR_MS, money, newId } from "@stoa/kit";
import type { Gateway, PaymentSnapshot } from "@stoa/payments";
import postgres from "postgres";
import { type BenchRow, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

/** A day of a large shop, and a tenth of it: both are to take the same number of statements. */
const SIZES = [10_000, 100_000] as const;
const SECONDS = 30;

/** Compares statements of many payments with the books, their reading from a gateway left out. */
export async function measureReconciliation(scratch: Scratch): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const statements: number[] = [];
  for (const [index, size] of SIZES.entries()) {
    const from = new Date(Date.UTC(2020, 0, 1 + 3 * index));
    const paid = await addPayments(scratch, size, from);
    const gateways = { ...scratch.services.gateways, get: () => statementOf(paid) };
    const ctx = { ...scratch.ctx, services: { ...scratch.services, gateways } };
    const { id } = await startReconciliation(ctx, { gateway: "stripe", from, to: addMs(from, DAY_MS) });
    const [before, started] = [await scratch.statements(), performance.now()];
    await reconcile(ctx, id);
    const seconds = (performance.now() - started) / 1000;
    statements.push((await scratch.statements()) - before);
    const { matched } = await readRun(ctx, id);
    if (matched !== size) throw new Error(`${matched} of ${size} payments agree`);
    rows.push(row(`reconciliation of ${size} payments`, seconds, "s", (SECONDS * size) / 100_000));
  }
  const [few = 0, many = 0] = statements;
  rows.push(row("reconciliation: statements of 100,000 beside 10,000", many, "statements", few));
  return rows;
}

async function addPayments({ url }: Scratch, size: number, from: Date): Promise<PaymentSnapshot[]> {
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  await owner`insert into payments (id, gateway, gateway_payment_id, status, amount_minor, currency, occurred_at)
    select 'pay_' || ${size}::int || '_' || n, 'stripe', 'pi_' || ${size}::int || '_' || n, 'succeeded', 4900, 'EUR',
      ${addMs(from, HOUR_MS).toISOString()}::timestamptz
    from generate_series(1, ${size}::int) n`;
  await owner`analyze payments`;
  await owner.end();
  return Array.from({ length: size }, (_, index) => ({
    paymentId: `pi_${size}_${index + 1}`,
    orderId: newId("order"),
    status: "succeeded",
    amount: money(4_900, "EUR"),
    amountRefunded: 0,
    occurredAt: addMs(from, HOUR_MS),
    fee: money(172, "EUR"),
  }));
}

/** The statement of a gateway that answers at once. */
function statementOf(payments: PaymentSnapshot[]): Gateway {
  const lists: Pick<Gateway, "checkoutLifetime" | "listPayments" | "listRefunds" | "listDisputes"> = {
    checkoutLifetime: { leastMs: HOUR_MS, mostMs: DAY_MS },
    listPayments: async () => ({ items: payments, nextCursor: null }),
    listRefunds: async () => ({ items: [], nextCursor: null }),
    listDisputes: async () => ({ items: [], nextCursor: null }),
  };
  return lists as Gateway;
}
