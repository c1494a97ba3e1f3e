import { insertRows, tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { addMs, DAY_MS, money, newId } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import { afterEach, expect, test } from "vitest";
import { addPerson, signedIn } from "../testing/people.ts";
import { approveBatch } from "./approve-payout.ts";
import { createBatch, createMonthlyBatches } from "./create-batch.ts";
import { PayoutNotWaiting } from "./errors.ts";
import { testPayees } from "./testing/payees.ts";

const database = testDatabase();
const world = testPayees(database);

/** As many as one batch holds. */
const FULL = 500;

afterEach(async () => {
  expect(await world.breaches()).toEqual([]);
});

/** So many payees with an account, each owed 90.00 in a currency; ids in the order of their making. */
async function owedTo(count: number, currency: "EUR" | "GBP" | "USD", availableAt?: Date): Promise<string[]> {
  const now = Date.now();
  const made = Array.from({ length: count }, () => {
    const [userId, subjectId, payeeId] = [newId("user", now), newId("affiliate", now), newId("payee", now)];
    return { userId, subjectId, payeeId, address: account.affiliatePayable(subjectId), email: `${userId}@example.com` };
  });
  await withTransaction(world.worker(), async (tx) => {
    await tx.db.execute(
      insertRows(
        tables.users,
        made.map(({ userId: id, email }) => ({ id, email, emailNormalised: email, name: "Payee", locale: "en" })),
      ),
    );
    await tx.db.execute(
      insertRows(
        tables.payoutPayees,
        made.map(({ payeeId: id, ...payee }) => ({
          id,
          kind: "affiliate" as const,
          subjectId: payee.subjectId,
          userId: payee.userId,
          address: payee.address,
        })),
      ),
    );
    await tx.db.execute(
      insertRows(
        tables.payoutAccounts,
        made.map(({ payeeId, email }) => ({
          id: newId("payoutAccount", now),
          payeeId,
          gateway: "paypal" as const,
          destinationSealed: "sealed",
          hint: "p•••@example.com",
          fingerprint: email,
          usableFrom: new Date(now - DAY_MS),
        })),
      ),
    );
    await postEntry(tx, {
      kind: "test_commission",
      subject: newId("commission"),
      transfers: made.map(({ address: credit }) => ({
        code: "commission" as const,
        debit: account.affiliateCommissions(),
        credit,
        amount: money(9_000, currency),
        ...(availableAt ? { availableAt, availableReason: "refund_window" } : {}),
      })),
    });
  });
  return made.map(({ payeeId }) => payeeId);
}

const staff = async (name: "ada" | "olga") =>
  signedIn(world.services, await addPerson(world.services, name, { email: `${newId("user")}@example.com` }));

test("whose money is released is paid, however many before them wait for theirs", async () => {
  await owedTo(FULL, "EUR", addMs(new Date(), 30 * DAY_MS));
  const [released] = await owedTo(1, "EUR");
  const { batchId } = await createBatch(await staff("ada"), { currency: "EUR" });
  const paid = await database.sql`select payee_id from payouts where batch_id = ${batchId}`;
  expect(paid).toEqual([{ payee_id: released }]);
});

test("the month's batches hold everybody, and are made once", async () => {
  const owed = await owedTo(FULL + 1, "USD");
  const made = await Promise.all([1, 2].map(() => createMonthlyBatches(world.worker())));
  expect(made.reduce((sum, one) => sum + one, 0)).toBe(2);
  await owedTo(1, "USD");
  expect(await createMonthlyBatches(world.worker())).toBe(0);
  const batches = await database.sql`select payouts from payout_batches where currency = 'USD' order by payouts`;
  expect(batches).toEqual([{ payouts: 1 }, { payouts: FULL }]);
  const paid = await database.sql`select payee_id from payouts where currency = 'USD' order by payee_id`;
  expect(paid.map((payout) => payout.payee_id)).toEqual(owed.toSorted());
});

test("of several who approve a batch at one moment, one does and the other is told that nothing waits", async () => {
  await owedTo(10, "GBP");
  const { batchId } = await createBatch(await staff("ada"), { currency: "GBP" });
  const approvers = await Promise.all([staff("olga"), staff("olga"), staff("olga"), staff("olga")]);
  const answers = await Promise.allSettled(approvers.map((olga) => approveBatch(olga, batchId)));
  expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
  for (const answer of answers) {
    if (answer.status === "rejected") expect(answer.reason).toBeInstanceOf(PayoutNotWaiting);
  }
});
