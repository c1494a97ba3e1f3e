import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { permissionsOf } from "../identity/policy.ts";
import type { Context } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { FINDERS } from "./search-finders.ts";
import { searchTermOf } from "./search-term.ts";

const database = testDatabase();
const services = testServices(database);
const orderId = newId("order");
const paymentId = newId("payment");
const payoutId = newId("payout");
let ada: Context;
let omar: Context;
let ines: Context;

const kindsFound = async (as: Context, q: string) =>
  (await createCaller(as).reporting.search({ q })).items.map(({ kind }) => kind).sort();

beforeAll(async () => {
  ada = await signedIn(services, await addPerson(services, "ada"));
  omar = await signedIn(services, await addPerson(services, "omar"));
  const teacher = await addPerson(services, "ines");
  ines = await signedIn(services, teacher);
  const asha = await addPerson(services, "asha");
  await database.db.execute(sql`insert into orders (id, user_id, email, email_normalised, token_hash, status, currency,
      subtotal_minor, tax_minor, total_minor, settled_minor, settled_currency, tax_country, tax_name, tax_rate_bps, tax_mode,
      invoice_number, expires_at, paid_at, correlation_id)
    values (${orderId}, ${asha.id}, 'Asha@Example.com', 'asha@example.com', 'hash', 'paid', 'EUR', 4900, 0, 4900, 4900, 'EUR',
      'DE', 'VAT', 0, 'inclusive', 'ST-2026-000001', now(), now(), 'cor_test')`);
  await database.db.insert(tables.payments).values({
    id: paymentId,
    orderId,
    gateway: "stripe",
    gatewayPaymentId: "pi_3Qabc",
    status: "succeeded",
    amountMinor: 4_900,
    currency: "EUR",
    occurredAt: new Date(),
  });
  await database.db.insert(tables.categories).values({ id: "cat_1", slug: "art", name: "Art" });
  await database.db.insert(tables.courses).values(
    [
      ["drawing-light", teacher.id],
      ["drawing-dark", asha.id],
    ].map(([slug = "", instructorId = ""]) => ({
      id: slug,
      slug,
      title: slug.replace("-", " "),
      summary: "What it is about",
      description: "More about it",
      categoryId: "cat_1",
      instructorId,
      difficulty: "beginner" as const,
      priceMinor: 4_900,
      currency: "EUR",
    })),
  );
  await database.db.execute(sql`insert into affiliates (id, user_id, code, terms_version, terms_accepted_at)
    values ('aff_1', ${asha.id}, 'asha-reads', '1', now())`);
  await database.db.execute(sql`insert into payout_payees (id, kind, subject_id, user_id, address)
    values ('pye_1', 'affiliate', 'aff_1', ${asha.id}, 'affiliate/aff_1/payable')`);
  await database.db.execute(sql`insert into payout_accounts (id, payee_id, gateway, destination_sealed, hint, fingerprint, usable_from)
    values ('pac_1', 'pye_1', 'paypal', 'sealed', 'a•••@example.com', 'print', now())`);
  await database.db.execute(sql`insert into payouts (id, payee_id, account_id, gateway, currency, amount_minor, hold_id, correlation_id)
    values (${payoutId}, 'pye_1', 'pac_1', 'paypal', 'EUR', 5000, 'trf_1', 'cor_test')`);
  await database.db.execute(sql`insert into coupons (id, code, label, discount, rate_bps, scope, returns_on_refund)
    values ('cpn_1', 'ASHA-TEN', 'For Asha', 'percentage', 1000, 'all_courses', false)`);
});

describe("the search over everything", () => {
  test("finds all that goes by half a name", async () => {
    expect(await kindsFound(ada, "ash")).toEqual(["affiliate", "coupon", "order", "payout", "person"]);
  });

  test("finds an order by its number, its buyer's address however written, and its id", async () => {
    for (const q of ["st-2026-0000", "ASHA@EXAMPLE.COM", orderId]) expect(await kindsFound(ada, q)).toContain("order");
  });

  test("finds a payment by the gateway's id, under its order", async () => {
    const { items } = await createCaller(ada).reporting.search({ q: "pi_3Qabc" });
    expect(items).toEqual([
      {
        kind: "payment",
        id: paymentId,
        label: "pi_3Qabc",
        detail: "stripe",
        state: "succeeded",
        amount: { amount: 4_900, currency: "EUR" },
        under: orderId,
      },
    ]);
  });

  test("finds nothing by half an id, or by what only looks like a pattern", async () => {
    for (const q of ["pi_3Q", "%sha", "__"]) expect(await kindsFound(ada, q)).toEqual([]);
  });
});

describe("who may not see a kind of record", () => {
  test("never learns that there is one", async () => {
    const blind = await signedIn(services, await addPerson(services, "ben", { roles: ["staff"] }));
    const permissions = new Set([...permissionsOf(["staff"])].filter((name) => name !== "payout:read"));
    const without = contextAs(services, { ...blind.actor, permissions });
    expect(await kindsFound(blind, payoutId)).toEqual(["payout"]);
    expect(await kindsFound(without, payoutId)).toEqual([]);
  });

  test("finds coupons only as their keeper, and courses of others only as staff", async () => {
    expect(await kindsFound(omar, "asha-ten")).toEqual([]);
    expect(await kindsFound(ada, "asha-ten")).toEqual(["coupon"]);
    expect(await kindsFound(omar, "drawing")).toEqual(["course", "course"]);
    expect(await kindsFound(ines, "drawing")).toEqual(["course"]);
    expect(await kindsFound(ines, "ash")).toEqual([]);
  });
});

test.each(FINDERS.map((finder) => [finder.kind, finder] as const))(
  "every way to %s walks along an index",
  async (_, { rows, ways }) => {
    const terms = [searchTermOf("asha"), searchTermOf("asha@example.com")];
    for (const way of terms.flatMap((term) => ways(term, ada.actor))) {
      if (way === null) continue;
      const plan = await database.db.transaction(async (tx) => {
        await tx.execute(sql`set local enable_seqscan = off`);
        return tx.execute<{ "QUERY PLAN": string }>(sql`explain ${rows} where ${way} limit 200`);
      });
      const first = plan.map((line) => line["QUERY PLAN"]).join("\n");
      expect(first).not.toContain("Seq Scan");
      expect(first).toMatch(/Index Cond/);
    }
  },
);
