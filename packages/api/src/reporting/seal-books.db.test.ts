import { connect, tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { money } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import { untilSealable } from "@stoa/ledger/testing/books";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { queuedMails } from "../testing/mails.ts";
import { contextAs } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { proveBooks, sealBooks } from "./seal-books.ts";

const database = testDatabase();

test("sealed books prove themselves, and one changed amount wakes somebody", async () => {
  const services = testServices(database, { environment: { ALERT_EMAIL: "duty@stoa.example" } });
  const ctx = contextAs(services, { kind: "job", id: "worker" });
  await withTransaction(ctx, (tx) =>
    postEntry(tx, {
      kind: "payment_settled",
      subject: "pay_1",
      transfers: [
        {
          code: "sale",
          debit: account.gatewayClearing("stripe"),
          credit: account.revenue("course"),
          amount: money(4900, "EUR"),
        },
      ],
    }),
  );
  await untilSealable(database);
  await sealBooks(ctx);
  await proveBooks(ctx);
  expect(await database.db.$count(tables.ledgerSealedEntries)).toBe(1);
  expect(await database.db.$count(tables.ledgerFolds)).toBe(2);
  expect(await queuedMails(services)).toEqual([]);

  await asTheServersOwner("update ledger_transfers set amount_minor = 490000");
  await proveBooks(ctx);
  await proveBooks(ctx);
  const mails = await queuedMails(services);
  expect(mails).toMatchObject([{ template: "ops-alert", to: "duty@stoa.example" }]);
  expect(JSON.stringify(mails[0]?.data)).toContain("altered jnl_");
});

/** Only somebody with the keys of the server can change the journal: every guard is switched off. */
async function asTheServersOwner(statement: string): Promise<void> {
  const owner = connect({ url: database.url, applicationName: "owner", max: 1, role: null });
  await owner.db.transaction(async (db) => {
    await db.execute(sql`set local session_replication_role = replica`);
    await db.execute(sql.raw(statement));
  });
  await owner.close();
}
