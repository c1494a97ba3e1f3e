import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { testPayees } from "../payouts/testing/payees.ts";
import { createCaller } from "../root.ts";
import { queuedMails } from "../testing/mails.ts";

const database = testDatabase();
const world = testPayees(database);
const termsVersion = "2026-11";

async function person(name: string) {
  const who = await world.addUser(`${name}@example.com`);
  return { who, caller: createCaller(await world.as(who)) };
}

test("whoever joins says where their commissions go, and can be paid there at once", async () => {
  const { who, caller } = await person("joins");
  const programme = await caller.affiliates.programme();
  expect(programme.payoutGateways.toSorted()).toEqual(["paypal", "stripe"]);
  const payoutAccount = { gateway: "paypal", destination: " Joins@Example.com " } as const;
  const own = await caller.affiliates.join({ termsVersion, payoutAccount });
  expect(own.payoutAccountId).toMatch(/^pac_/);
  const { items } = await caller.payouts.me();
  expect(items).toMatchObject([
    { kind: "affiliate", account: { gateway: "paypal", hint: "j•••@example.com", usable: true } },
  ]);
  const [affiliate] = await database.sql`select payout_fingerprint as known from affiliates where id = ${own.id}`;
  expect(affiliate?.known).toMatch(/^[0-9a-f]{32}$/);
  const mails = (await queuedMails(world.services)).filter((mail) => mail.to === who.email);
  expect(mails.map((mail) => mail.template)).toEqual(["affiliate-welcome"]);
});

test("without an account, or with one that no money can be sent to, nobody joins and nothing is kept", async () => {
  const { caller } = await person("refused");
  await expect(caller.affiliates.join({ termsVersion })).rejects.toMatchObject({
    cause: { code: "payout_account_needed" },
  });
  const wrong = [
    { gateway: "paypal", destination: "not an address" },
    { gateway: "stripe", destination: "acct_restricted" },
    { gateway: "stripe", destination: "GB82WEST12345698765432" },
  ] as const;
  for (const payoutAccount of wrong) {
    await expect(caller.affiliates.join({ termsVersion, payoutAccount })).rejects.toMatchObject({
      cause: { code: "payout_destination_refused" },
    });
  }
  const dodo = { gateway: "dodo", destination: "refused@example.com" } as const;
  await expect(caller.affiliates.join({ termsVersion, payoutAccount: dodo })).rejects.toThrow();
  const [kept] = await database.sql`select (select count(*)::int from affiliates a join users u on u.id = a.user_id
    where u.email = 'refused@example.com') as affiliates`;
  expect(kept).toEqual({ affiliates: 0 });
});

test("two who name one account are seen to share it", async () => {
  const [left, right] = [await person("left"), await person("right")];
  const payoutAccount = { gateway: "paypal", destination: "shared@example.com" } as const;
  const joined = [];
  for (const { caller } of [left, right]) joined.push(await caller.affiliates.join({ termsVersion, payoutAccount }));
  const rows = await database.sql<{ known: string }[]>`
    select payout_fingerprint as known from affiliates where id = any(${joined.map((own) => own.id)})`;
  expect(new Set(rows.map((row) => row.known)).size).toBe(1);
});
