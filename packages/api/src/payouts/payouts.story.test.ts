import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { addMs, HOUR_MS, money } from "@stoa/kit";
import { account, balanceOf } from "@stoa/ledger";
import { afterEach, describe, expect, test } from "vitest";
import { queuedMails } from "../testing/mails.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import { approveBatch, approvePayout, rejectPayout } from "./approve-payout.ts";
import { createBatch, createMonthlyBatches } from "./create-batch.ts";
import {
  AccountTooNew,
  ApproverNotIndependent,
  BelowMinimum,
  DestinationRefused,
  NoPayoutAccount,
  PayeeBlocked,
  PayeeNotFound,
  PayoutNotWaiting,
  PayoutUnderWay,
} from "./errors.ts";
import { followPayouts } from "./follow-payouts.ts";
import { getBatch } from "./list-batches.ts";
import { accountFingerprint, blockPayee, unblockPayee } from "./payees.ts";
import { recordPayout } from "./record-payout.ts";
import { registerPayoutAccount } from "./register-account.ts";
import { requestPayout } from "./request-payout.ts";
import { sendPayout } from "./send-payout.ts";
import { type TestPayee, testPayees } from "./testing/payees.ts";

const database = testDatabase();
const world = testPayees(database);
const eur = (amount: number) => money(amount, "EUR");

afterEach(async () => {
  await world.sandbox.control("DELETE", "faults");
  expect(await world.breaches()).toEqual([]);
});

async function pin(payee: TestPayee, gateway: "paypal" | "stripe" = "paypal", destination = payee.email) {
  return registerPayoutAccount(await world.as(payee), {
    payeeId: payee.payeeId,
    gateway,
    destination: gateway === "stripe" ? "acct_payee1" : destination,
  });
}

async function request(payee: TestPayee) {
  return requestPayout(await world.as(payee), { payeeId: payee.payeeId, currency: "EUR" });
}

async function readyPayee(owed: number, gateway: "paypal" | "stripe" = "paypal", destination?: string) {
  const payee = await world.addPayee(eur(owed));
  await pin(payee, gateway, destination);
  return payee;
}

/** Hands over the gateways' webhooks until one of them has told this of a payout. */
async function toldAs(payoutId: string, status: string): Promise<void> {
  const told = async () => {
    await world.deliverAll();
    await world.drain();
    return (await world.payout(payoutId)).status;
  };
  await expect.poll(told, { timeout: 25_000 }).toBe(status);
}

/** What an event of PayPal says of a payout, but for what became of it. */
function toldOf(payoutId: string, minor: number) {
  const occurredAt = world.services.clock.now();
  return {
    payoutId: `told-of-${payoutId}`,
    payoutKey: payoutId,
    amount: eur(minor),
    fee: null,
    reason: null,
    occurredAt,
  };
}

async function callOf(payoutId: string) {
  const [call] = await database.sql`select status, outcome from gateway_calls where subject_id = ${payoutId}`;
  return call;
}

/** What was told to wait is due now. */
async function letItBeDue(): Promise<void> {
  await database.sql`update payouts set next_attempt_at = now() - interval '1 second' where next_attempt_at is not null`;
}

describe("a payout that a payee asks for", () => {
  test.each(["paypal", "stripe"] as const)(
    "is reserved, sent by %s, and leaves the books once it has arrived",
    async (gateway) => {
      const payee = await readyPayee(4_200, gateway);
      const { payoutId } = await request(payee);
      expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(4_200), held: eur(4_200), available: eur(0) });
      await world.drain();
      await letItBeDue();
      await followPayouts(world.worker());
      expect(await world.payout(payoutId)).toMatchObject({ status: "paid", gateway });
      expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(0), held: eur(0) });
      const sent = (await world.sentByGateways()).filter((one) => one.key === payoutId);
      expect(sent).toMatchObject([{ gateway, amount: 4_200, currency: "EUR" }]);
    },
  );

  test("T60 twenty times at once is one", async () => {
    const payee = await readyPayee(10_000);
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => request(payee)));
    expect(asked.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    for (const one of asked) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(PayoutUnderWay);
    await world.drain();
    expect((await world.sentByGateways()).filter((one) => one.destination === payee.email)).toHaveLength(1);
  });

  test("T61 in the instant in which a sale is given back uses the money once", async () => {
    for (let round = 0; round < 5; round++) {
      const payee = await readyPayee(5_000);
      const both = await Promise.allSettled([request(payee), world.clawBack(payee, eur(5_000))]);
      expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
      const { balance, held } = await world.balanceOf(payee);
      expect(balance.amount).toBe(held.amount);
    }
    await world.drain();
  });

  test("leaves what is not released, and is refused below the minimum or without an account", async () => {
    const payee = await world.addPayee(eur(1_999));
    await world.owe(payee, eur(9_000), addMs(new Date(), HOUR_MS));
    await expect(request(payee)).rejects.toBeInstanceOf(NoPayoutAccount);
    await pin(payee);
    await expect(request(payee)).rejects.toBeInstanceOf(BelowMinimum);
    await world.owe(payee, eur(1));
    await request(payee);
    expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(11_000), held: eur(2_000) });
    await world.drain();
  });

  test("is nobody else's to ask for", async () => {
    const payee = await readyPayee(5_000);
    const stranger = await readyPayee(0);
    const call = requestPayout(await world.as(stranger), { payeeId: payee.payeeId, currency: "EUR" });
    await expect(call).rejects.toBeInstanceOf(PayeeNotFound);
  });

  test("T68 waits while its payee is stopped, also when it was approved before", async () => {
    const payee = await readyPayee(5_000);
    const ref = { kind: "affiliate", subjectId: payee.subjectId } as const;
    const { payoutId } = await request(payee);
    await withTransaction(world.worker(), (tx) => blockPayee(tx, ref, "under review"));
    await world.drain();
    expect(await world.payout(payoutId)).toMatchObject({ status: "cancelled", reason: "payee_blocked" });
    expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(5_000), held: eur(0) });
    await expect(request(payee)).rejects.toBeInstanceOf(PayeeBlocked);
    await withTransaction(world.worker(), (tx) => unblockPayee(tx, ref));
    await request(payee);
    await world.drain();
  });
});

describe("an account", () => {
  test("must be one that money can be sent to", async () => {
    const payee = await world.addPayee(eur(0));
    await expect(pin(payee, "paypal", "nobody")).rejects.toBeInstanceOf(DestinationRefused);
    const restricted = { payeeId: payee.payeeId, gateway: "stripe", destination: "acct_restricted" } as const;
    await expect(registerPayoutAccount(await world.as(payee), restricted)).rejects.toBeInstanceOf(DestinationRefused);
  });

  test("is nobody else's to say", async () => {
    const [payee, stranger] = [await world.addPayee(eur(0)), await world.addPayee(eur(0))];
    const own = { payeeId: payee.payeeId, gateway: "paypal", destination: stranger.email } as const;
    await expect(registerPayoutAccount(await world.as(stranger), own)).rejects.toBeInstanceOf(PayeeNotFound);
  });

  test("that was changed waits, and what was reserved for the old one comes back", async () => {
    const payee = await readyPayee(60_000);
    const { payoutId } = await request(payee);
    expect((await world.payout(payoutId)).status).toBe("requested");
    await pin(payee, "paypal", "elsewhere@example.com");
    expect(await world.payout(payoutId)).toMatchObject({ status: "cancelled", reason: "account_changed" });
    await expect(request(payee)).rejects.toBeInstanceOf(AccountTooNew);
    await database.sql`update payout_accounts set usable_from = now() where payee_id = ${payee.payeeId}`.catch(
      () => {},
    );
  });

  test("is sealed where it is kept, and named alike whoever has it", async () => {
    const [one, other] = [await world.addPayee(eur(0)), await world.addPayee(eur(0))];
    for (const payee of [one, other]) await pin(payee, "paypal", "Shared@Example.com");
    const rows =
      await database.sql`select destination_sealed, hint from payout_accounts where payee_id = ${one.payeeId}`;
    expect(JSON.stringify(rows)).not.toMatch(/shared@/i);
    expect(rows[0]).toMatchObject({ hint: "s•••@example.com" });
    const fingerprints = await Promise.all(
      [one, other].map(({ subjectId }) => accountFingerprint(world.worker(), { kind: "affiliate", subjectId })),
    );
    expect(new Set(fingerprints).size).toBe(1);
    await pin(one, "paypal", "shared@example.com");
    const [kept] =
      await database.sql`select count(*)::int as rows from payout_accounts where payee_id = ${one.payeeId}`;
    expect(kept).toEqual({ rows: 1 });
  });
});

describe("above the limit", () => {
  test("a second person approves, who neither asked nor is paid", async () => {
    const payee = await readyPayee(50_001);
    const { payoutId } = await request(payee);
    await world.drain();
    expect((await world.payout(payoutId)).status).toBe("requested");
    await expect(approvePayout(await world.as(payee), payoutId)).rejects.toBeInstanceOf(ApproverNotIndependent);
    const ada = await signedIn(world.services, await addPerson(world.services, "ada", { email: "ada1@example.com" }));
    await approvePayout(ada, payoutId);
    await expect(approvePayout(ada, payoutId)).rejects.toBeInstanceOf(PayoutNotWaiting);
    await world.drain();
    expect((await world.payout(payoutId)).status).toBe("sent");
  });

  test("one that is rejected gives the money back", async () => {
    const payee = await readyPayee(70_000);
    const { payoutId } = await request(payee);
    await rejectPayout(world.worker(), { payoutId, reason: "not this month" });
    expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(70_000), held: eur(0) });
    await expect(rejectPayout(world.worker(), { payoutId, reason: "again" })).rejects.toBeInstanceOf(PayoutNotWaiting);
  });

  test("the database refuses an approval by the payee, whoever asks it", async () => {
    const payee = await readyPayee(80_000);
    const { payoutId } = await request(payee);
    const own = database.sql`update payouts set approved_by = ${payee.id}, status = 'approved' where id = ${payoutId}`;
    await expect(own).rejects.toMatchObject({ code: "23514" });
    await rejectPayout(world.worker(), { payoutId, reason: "cleaned up" });
  });
});

describe("a gateway that does not answer", () => {
  test.each([
    ["paypal", "cut_after"],
    ["paypal", "cut_before"],
    ["paypal", "error"],
    ["stripe", "cut_after"],
    ["stripe", "cut_before"],
  ] as const)(
    "T63 %s with %s: the payout stays under way, and is sent once under its own key",
    async (gateway, kind) => {
      const payee = await readyPayee(3_000, gateway);
      const { payoutId } = await request(payee);
      await world.sandbox.control("POST", "faults", { target: gateway, kind, rate: 1 });
      await world.drain();
      expect((await world.payout(payoutId)).status).toBe("sending");
      expect(await world.balanceOf(payee)).toMatchObject({ held: eur(3_000) });
      await world.sandbox.control("DELETE", "faults");
      for (let run = 0; run < 2; run++) {
        await letItBeDue();
        await followPayouts(world.worker());
      }
      expect((await world.payout(payoutId)).status).toBe("paid");
      expect((await world.sentByGateways()).filter((one) => one.key === payoutId)).toHaveLength(1);
      const [calls] =
        await database.sql`select count(*)::int as keys from gateway_calls where subject_id = ${payoutId}`;
      expect(calls).toEqual({ keys: 1 });
    },
  );

  test("an event that tells of a payout answers the call whose own answer was lost", async () => {
    const payee = await readyPayee(3_000);
    const { payoutId } = await request(payee);
    await world.sandbox.control("POST", "faults", { target: "paypal", kind: "cut_after", rate: 1 });
    await world.drain();
    expect(await callOf(payoutId)).toMatchObject({ status: "unknown" });
    const told = { ...toldOf(payoutId, 3_000), status: "succeeded" } as const;
    for (let times = 0; times < 2; times++) {
      await withTransaction(world.worker(), (tx) => recordPayout(tx, "paypal", told));
    }
    expect(await callOf(payoutId)).toEqual({ status: "succeeded", outcome: { payoutId: told.payoutId } });
  });

  test("one that cannot be asked after steps back behind those that can", async () => {
    const payee = await readyPayee(3_000, "paypal", "unclaimed@example.com");
    const { payoutId } = await request(payee);
    await world.drain();
    await world.sandbox.control("POST", "faults", { target: "paypal", kind: "error", rate: 1 });
    await letItBeDue();
    expect(await followPayouts(world.worker())).toBe(1);
    expect(await followPayouts(world.worker())).toBe(0);
    await world.sandbox.control("DELETE", "faults");
    await letItBeDue();
    await followPayouts(world.worker());
    expect(await world.payout(payoutId)).toMatchObject({ status: "sent", reason: "unclaimed" });
  });

  test("twenty workers at once send it once", async () => {
    const payee = await readyPayee(3_000);
    const { payoutId } = await request(payee);
    await Promise.all(Array.from({ length: 20 }, () => sendPayout(world.worker(), payoutId)));
    expect((await world.sentByGateways()).filter((one) => one.key === payoutId)).toHaveLength(1);
    expect((await world.payout(payoutId)).attempts).toBe(1);
  });
});

describe("money that comes back", () => {
  test("because nobody claimed it is the payee's again", async () => {
    const payee = await readyPayee(3_300, "paypal", "unclaimed@example.com");
    const { payoutId } = await request(payee);
    await world.drain();
    await letItBeDue();
    await followPayouts(world.worker());
    expect(await world.payout(payoutId)).toMatchObject({ status: "sent", reason: "unclaimed" });
    await world.sandbox.control("POST", "payout", { reference: payoutId, outcome: "returned" });
    await toldAs(payoutId, "returned");
    expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(3_300), held: eur(0) });
  });

  test.each(["paypal", "stripe"] as const)("after it had arrived by %s is the payee's again, once", async (gateway) => {
    const payee = await readyPayee(2_500, gateway);
    const { payoutId } = await request(payee);
    await world.drain();
    await letItBeDue();
    await followPayouts(world.worker());
    expect((await world.payout(payoutId)).status).toBe("paid");
    await world.sandbox.control("POST", "payout", { reference: payoutId, outcome: "returned" });
    await toldAs(payoutId, "returned");
    expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(2_500), available: eur(2_500) });
  });

  test.each([
    ["after its arrival was heard of", ["succeeded", "returned"]],
    ["before anybody heard of its arrival", ["returned"]],
  ] as const)("%s leaves the gateway's fee as a cost, once", async (_when, statuses) => {
    const payee = await readyPayee(2_500);
    const { payoutId } = await request(payee);
    await world.drain();
    const fees = () => balanceOf(world.worker(), { address: account.gatewayFees("paypal"), currency: "EUR" });
    const before = (await fees()).balance.amount;
    const told = { ...toldOf(payoutId, 2_500), fee: eur(25) };
    for (const status of [...statuses, ...statuses]) {
      await withTransaction(world.worker(), (tx) => recordPayout(tx, "paypal", { ...told, status }));
    }
    expect((await world.payout(payoutId)).status).toBe("returned");
    expect((await fees()).balance.amount - before).toBe(25);
    expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(2_500), held: eur(0) });
  });

  test("because the gateway refused it never left", async () => {
    const payee = await readyPayee(2_700, "paypal", "failed@example.com");
    const { payoutId } = await request(payee);
    await world.drain();
    await letItBeDue();
    await followPayouts(world.worker());
    expect((await world.payout(payoutId)).status).toBe("failed");
    expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(2_700), held: eur(0) });
  });
});

describe("a batch", () => {
  test("holds everybody who is owed enough, waits for a second person, and adds up to what the gateways sent", async () => {
    const payees = await Promise.all(Array.from({ length: 12 }, (_, i) => readyPayee(30_000 + i)));
    const few = await readyPayee(1_000);
    const staff = { who: await addPerson(world.services, "ada", { email: "ada2@example.com" }) };
    const ada = await signedIn(world.services, staff.who);
    const { batchId } = await createBatch(ada, { currency: "EUR" });
    await expect(approveBatch(ada, batchId)).rejects.toBeInstanceOf(ApproverNotIndependent);
    const olga = await signedIn(
      world.services,
      await addPerson(world.services, "olga", { email: "olga2@example.com" }),
    );
    expect([await getBatch(ada, batchId), await getBatch(olga, batchId)]).toMatchObject([
      { mayApprove: false },
      { mayApprove: true },
    ]);
    await approveBatch(olga, batchId);
    expect(await getBatch(olga, batchId)).toMatchObject({ waiting: 0, mayApprove: false });
    await Promise.all([world.drain(), world.drain(), world.drain()]);
    const [batch] = await database.sql<{ total: number; payouts: number }[]>`
      select total_minor::int as total, payouts from payout_batches where id = ${batchId}`;
    const own = await database.sql<{ id: string }[]>`select id from payouts where batch_id = ${batchId}`;
    const ids = new Set(own.map((row) => row.id));
    const sent = (await world.sentByGateways()).filter((one) => ids.has(one.key ?? ""));
    expect(sent).toHaveLength(batch?.payouts ?? 0);
    expect(sent.reduce((sum, one) => sum + one.amount, 0)).toBe(batch?.total);
    for (const payee of payees) expect(await world.balanceOf(payee)).toMatchObject({ available: eur(0) });
    expect(await world.balanceOf(few)).toMatchObject({ available: eur(1_000) });
  });

  test("is made once a month, however many workers make it", async () => {
    await readyPayee(9_000);
    const made = await Promise.all(Array.from({ length: 4 }, () => createMonthlyBatches(world.worker())));
    expect(made.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await createMonthlyBatches(world.worker())).toBe(0);
    await world.drain();
  });
});

describe("mails of payouts", () => {
  const mailsTo = async (address: string) =>
    (
      await database.sql<{ template: string }[]>`
        select template from mails where recipient = ${address} order by created_at, id`
    ).map((mail) => mail.template);

  test("tell the payee once that money has left, and that it came back", async () => {
    const payee = await readyPayee(4_300);
    const { payoutId } = await request(payee);
    await world.drain();
    await letItBeDue();
    await followPayouts(world.worker());
    await letItBeDue();
    await followPayouts(world.worker());
    expect(await mailsTo(payee.email)).toEqual(["payout-sent"]);
    await world.sandbox.control("POST", "payout", { reference: payoutId, outcome: "returned" });
    await toldAs(payoutId, "returned");
    expect(await mailsTo(payee.email)).toEqual(["payout-sent", "payout-failed"]);
  });

  test("warn of another account: the person, and the address that was paid before", async () => {
    const payee = await world.addPayee(eur(0));
    await pin(payee, "paypal", "before@example.net");
    expect(await mailsTo(payee.email)).toEqual([]);
    await pin(payee, "paypal", "after@example.net");
    await pin(payee, "paypal", "after@example.net");
    for (const address of [payee.email, "before@example.net"])
      expect(await mailsTo(address)).toEqual(["payout-account-changed"]);
    expect(await mailsTo("after@example.net")).toEqual([]);
    const told = await database.sql`select kind, data from notifications where user_id = ${payee.id}`;
    expect(told).toEqual([{ kind: "account_security", data: { change: "payout_account_changed" } }]);
  });

  test("ask those who may approve to look at what is above the limit, and nobody else", async () => {
    const [ada, omar] = [await addPerson(world.services, "ada"), await addPerson(world.services, "omar")];
    const payee = await readyPayee(90_000);
    const { payoutId } = await request(payee);
    const asked = (await queuedMails(world.services)).filter((mail) => mail.template === "payout-approval-needed");
    expect(asked.map((mail) => mail.to)).toContain(ada.email);
    expect(asked.map((mail) => mail.to)).not.toContain(omar.email);
    expect(asked.find((mail) => mail.to === ada.email)?.data).toMatchObject({
      payouts: 1,
      total: eur(90_000),
      payoutsUrl: expect.stringContaining(`/payouts/${payoutId}`),
    });
    await rejectPayout(world.worker(), { payoutId, reason: "only a test" });
  });
});
