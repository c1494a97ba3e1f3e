import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { account } from "./chart.ts";
import { lockAvailable } from "./funds.ts";
import { placeHold } from "./hold.ts";
import { eur, inBooks, topUp, transfer } from "./testing/books.ts";

const database = testDatabase();

test("what accounts can bear is told in the order asked for, less what is held, and nothing for one never touched", async () => {
  const [ada, bob, nobody] = [account.wallet("ada"), account.wallet("bob"), account.wallet("nobody")];
  await topUp(database.db, ada, 1_000);
  await topUp(database.db, bob, 500);
  const hold = { kind: "payout.reserved", subject: "po", transfer: transfer(ada, "bank/main", eur(300)) };
  await inBooks(database.db, (ctx) => placeHold(ctx, hold));
  const asked = [bob, nobody, ada].map((address) => ({ address, currency: "EUR" as const }));
  expect(await inBooks(database.db, (ctx) => lockAvailable(ctx, asked))).toEqual([eur(500), eur(0), eur(700)]);
});
