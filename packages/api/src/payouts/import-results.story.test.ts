import { testDatabase } from "@stoa/db/testing/database";
import { money, newId } from "@stoa/kit";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { problemOf } from "../http/problem.ts";
import { createCaller } from "../root.ts";
import { addPerson, signedIn, type TestPerson } from "../testing/people.ts";
import { registerPayoutAccount } from "./register-account.ts";
import { requestPayout } from "./request-payout.ts";
import { type TestPayee, testPayees } from "./testing/payees.ts";

const database = testDatabase();
const world = testPayees(database);
const eur = (amount: number) => money(amount, "EUR");
const HEADING = "payout,outcome,amount,currency,on,reference,reason";
const fileOf = (...lines: string[]) => [HEADING, ...lines].join("\r\n");
let ada: TestPerson;

beforeAll(async () => {
  ada = await addPerson(world.services, "ada");
});
afterEach(async () => expect(await world.breaches()).toEqual([]));

const desk = async (idempotencyKey: string | null = null, person = ada) =>
  createCaller(await signedIn(world.services, person, { idempotencyKey })).payouts.manage;

/** A payout of this much that was sent, and of which nobody has told yet how it ended. */
async function sent(minor: number): Promise<{ payee: TestPayee; payoutId: string }> {
  const payee = await world.addPayee(eur(minor));
  const ctx = await world.as(payee);
  await registerPayoutAccount(ctx, { payeeId: payee.payeeId, gateway: "paypal", destination: payee.email });
  const { payoutId } = await requestPayout(ctx, { payeeId: payee.payeeId, currency: "EUR" });
  await world.drain();
  expect((await world.payout(payoutId)).status).toBe("sent");
  return { payee, payoutId };
}

const faultsOf = async (csv: string) =>
  (await (await desk()).checkResults({ csv })).faults.map(({ line, column, message }) => [line, column, message]);

describe("a file of a bank’s results", () => {
  test("says what it would change, then changes it: what arrived has left, what came back is owed again", async () => {
    const [arrived, back] = [await sent(4_200), await sent(3_100)];
    const csv = fileOf(
      `${arrived.payoutId},paid,42.00,EUR,2026-11-20,'=BANK+1,`,
      `${back.payoutId},returned,31.00,EUR,2026-11-20,REF-2,"Account closed, by the bank"`,
    );
    const checked = await (await desk()).checkResults({ csv });
    expect(checked).toMatchObject({
      faults: [],
      results: [
        {
          line: 2,
          payoutId: arrived.payoutId,
          outcome: "paid",
          amount: eur(4_200),
          reference: "=BANK+1",
          unchanged: false,
        },
        { line: 3, outcome: "returned", unchanged: false },
      ],
    });
    expect((await world.payout(arrived.payoutId)).status).toBe("sent");
    expect(await (await desk()).importResults({ csv })).toEqual({ changed: 2 });
    expect(await world.payout(arrived.payoutId)).toMatchObject({ status: "paid" });
    expect(await world.payout(back.payoutId)).toMatchObject({
      status: "returned",
      reason: "Account closed, by the bank",
    });
    expect(await world.balanceOf(arrived.payee)).toMatchObject({ balance: eur(0), held: eur(0) });
    expect(await world.balanceOf(back.payee)).toMatchObject({ balance: eur(3_100), held: eur(0) });
    const audits = await database.sql`
      select actor_id, after->>'reference' as reference from audit_entries
      where action = 'payouts.import_result' and subject_id = ${arrived.payoutId}`;
    expect(audits).toEqual([{ actor_id: ada.id, reference: "=BANK+1" }]);
  });

  test("read twice, by a key or without one, or by two at once, changes nothing more", async () => {
    const { payoutId, payee } = await sent(2_000);
    const csv = fileOf(`${payoutId},paid,20.00,EUR,2026-11-20,REF-3,`);
    const key = "results-of-november";
    const tries = [desk(key), desk(key), desk(), desk()];
    const answers = await Promise.all(tries.map(async (caller) => (await caller).importResults({ csv })));
    expect(answers.filter(({ changed }) => changed === 1).length).toBeGreaterThan(0);
    expect(await (await desk()).checkResults({ csv })).toMatchObject({ faults: [], results: [{ unchanged: true }] });
    expect(await (await desk()).importResults({ csv })).toEqual({ changed: 0 });
    expect(await world.balanceOf(payee)).toMatchObject({ balance: eur(0), held: eur(0) });
    const returned = fileOf(`${payoutId},returned,20.00,EUR,2026-11-21,REF-4,`);
    expect(await (await desk()).importResults({ csv: returned })).toEqual({ changed: 1 });
    expect(await world.payout(payoutId)).toMatchObject({ status: "returned", reason: "bank reference REF-4" });
    expect(await faultsOf(csv)).toEqual([[2, "outcome", "cannot be: it has come back"]]);
  });

  test("with one fault in it changes nothing, and names every fault by its line and column", async () => {
    const { payoutId } = await sent(3_000);
    const waiting = newId("payout");
    const csv = fileOf(
      `${payoutId},paid,30.00,EUR,2026-11-20,REF-5,`,
      `${payoutId},paid,30.00,EUR,2026-11-20,REF-5,`,
      `${waiting},paid,30.00,EUR,2026-11-20,REF-6,`,
      "pyt_1,lost,ten,EUR,20.11.2026,R,",
      "too,few",
    );
    const faults = [
      [3, "payout", "is there twice"],
      [4, "payout", "is no payout of ours"],
      [5, "payout", "is not a payout’s id"],
      [5, "outcome", "is neither paid nor returned"],
      [5, "amount", "is no amount of that currency"],
      [5, "on", "is no day as in 2027-01-31"],
      [5, "reference", expect.any(String)],
      [6, null, "has 2 cells under 7 headings"],
    ];
    expect(await faultsOf(csv)).toEqual(faults);
    const refused = await (await desk()).importResults({ csv }).catch((error: unknown) => problemOf(error));
    expect(refused).toMatchObject({ code: "invalid_input" });
    expect((await world.payout(payoutId)).status).toBe("sent");
    const wrongAmount = fileOf(`${payoutId},paid,29.99,EUR,2026-11-20,REF-7,`);
    expect(await faultsOf(wrongAmount)).toEqual([[2, "amount", "is not what was sent: 30.00 EUR"]]);
    expect(await faultsOf("payout,colour\r\nx,y")).toContainEqual([1, "colour", "is no column of results"]);
    expect(await faultsOf(HEADING)).toEqual([[2, null, "has no results"]]);
    expect(await faultsOf("")).toEqual([[1, null, "is no CSV file, or an empty one"]]);
  });

  test("T99 is read by those who approve payouts, and never says what became of their own", async () => {
    const { payoutId, payee } = await sent(3_500);
    const csv = fileOf(`${payoutId},returned,35.00,EUR,2026-11-20,REF-8,`);
    const omar = await addPerson(world.services, "omar");
    await expect((await desk(null, omar)).importResults({ csv })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await database.sql`insert into user_roles (user_id, role) values (${payee.id}, 'admin')`;
    const own = createCaller(await signedIn(world.services, { ...payee, roles: ["learner", "admin"] })).payouts.manage;
    const { faults } = await own.checkResults({ csv });
    expect(faults).toEqual([{ line: 2, column: "payout", message: "is paid to you; somebody else has to import it" }]);
  });
});
