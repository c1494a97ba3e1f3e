import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { addMs, DAY_MS, money, newId } from "@stoa/kit";
import { type AccountAddress, account, postEntry } from "@stoa/ledger";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const database = testDatabase();
const services = testServices(database);
const clearing = account.gatewayClearing("stripe");
let omar: Context;
let now: Date;

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const daysAgo = (days: number) => addMs(now, -days * DAY_MS);
const post = (effectiveAt: Date, debit: AccountAddress, credit: AccountAddress, minor: number) =>
  withTransaction(contextAs(services, { kind: "system", id: "test" }), (tx) =>
    postEntry(tx, {
      kind: "test",
      subject: newId("payment"),
      effectiveAt,
      transfers: [{ code: "sale", debit, credit, amount: money(minor, "EUR") }],
    }),
  );

beforeAll(async () => {
  omar = await signedIn(services, await addPerson(services, "omar"));
  const [row] = await database.db.execute<{ at: string }>(sql`select now() as at`);
  now = new Date(row?.at ?? 0);
});

describe("revenue by day and kind", () => {
  test("is what the books have, less what went back, of the days asked for alone", async () => {
    await post(now, clearing, account.revenue("course"), 4_900);
    await post(now, clearing, account.revenue("course"), 100);
    await post(now, account.revenue("course"), clearing, 1_000);
    await post(now, clearing, account.revenue("donation"), 2_500);
    await post(daysAgo(3), account.revenue("course"), clearing, 700);
    await post(daysAgo(40), clearing, account.revenue("course"), 9_900);
    const { revenue } = await createCaller(omar).reporting.moneyDays({ days: 30 });
    expect(revenue).toEqual([
      { day: dayOf(daysAgo(3)), kind: "course", currency: "EUR", amountMinor: -700 },
      { day: dayOf(now), kind: "course", currency: "EUR", amountMinor: 4_000 },
      { day: dayOf(now), kind: "donation", currency: "EUR", amountMinor: 2_500 },
    ]);
  });

  test("reads the accounts from the first day on, along their index", async () => {
    const plan = await database.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return tx.execute<{ "QUERY PLAN": string }>(sql`explain select 1 from ledger_transfers
        where credit_address in ('revenue/course', 'revenue/donation') and currency in ('EUR', 'USD')
        and effective_at >= now() - interval '30 days'`);
    });
    expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toMatch(
      /ledger_transfers_credit_idx[\s\S]*effective_at >=/,
    );
  });
});

test("payments, refunds and disputes are counted by day", async () => {
  await database.db.execute(sql`insert into orders (id, email, email_normalised, token_hash, status, currency, subtotal_minor,
      tax_minor, total_minor, settled_minor, settled_currency, tax_country, tax_name, tax_rate_bps, tax_mode, expires_at,
      paid_at, correlation_id)
    select 'ord_' || n, 'a@example.com', 'a@example.com', 'hash', 'paid', 'EUR', 100, 0, 100, 100, 'EUR', 'DE', 'VAT', 0,
      'inclusive', now(), now(), 'cor_test' from generate_series(1, 3) n`);
  await database.db.execute(sql`insert into payments (id, order_id, gateway, gateway_payment_id, status, amount_minor, currency, occurred_at)
    values ('pay_1', 'ord_1', 'stripe', 'pi_1', 'succeeded', 100, 'EUR', now())`);
  await database.db.execute(sql`insert into refunds (id, payment_id, order_id, gateway, gateway_refund_id, status, amount_minor, currency)
    values ('rfd_1', 'pay_1', 'ord_1', 'stripe', 're_1', 'succeeded', 50, 'EUR'), ('rfd_2', 'pay_1', 'ord_1', 'stripe', 're_2', 'failed', 50, 'EUR')`);
  await database.db.execute(sql`insert into disputes (id, payment_id, order_id, gateway, gateway_dispute_id, status, amount_minor, currency)
    values ('dsp_1', 'pay_1', 'ord_1', 'stripe', 'du_1', 'open', 100, 'EUR')`);
  const { counts } = await createCaller(omar).reporting.moneyDays({ days: 7 });
  expect(counts).toEqual([{ day: dayOf(now), payments: 3, refunds: 1, disputes: 1 }]);
});

test("what is owed to affiliates is told by where it stands", async () => {
  const payable = account.affiliatePayable("aff_1");
  await post(now, "affiliates/commissions", payable, 10_000);
  const states = await createCaller(omar).reporting.commissionStates();
  expect(states.items).toEqual([
    {
      currency: "EUR",
      undecided: money(0, "EUR"),
      waiting: money(0, "EUR"),
      payable: money(10_000, "EUR"),
      aside: money(0, "EUR"),
    },
  ]);
});

test("a month without a payout has no line, and who may not see payouts gets none of it", async () => {
  expect(await createCaller(omar).reporting.payoutMonths({})).toEqual({ items: [] });
  const ines = createCaller(await signedIn(services, await addPerson(services, "ines")));
  const { payoutMonths, moneyDays, commissionStates } = ines.reporting;
  for (const call of [() => payoutMonths({}), () => moneyDays({}), () => commissionStates()])
    await expect(call()).rejects.toMatchObject({ code: "FORBIDDEN" });
});
