import { testDatabase } from "@stoa/db/testing/database";
import { addMs, DAY_MS, newId } from "@stoa/kit";
import { breachesOf, runLedgerInvariants } from "@stoa/ledger";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { freshAddress, testShop } from "../checkout/testing/shop.ts";
import { MAIL_PURPOSE, waitingMailData } from "../platform/mail.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { approveApplication } from "./approve-application.ts";
import { GRANT_INVARIANTS } from "./invariants.ts";
import { addPool, apply, award, figuresOf } from "./testing/fund.ts";

const database = testDatabase();
const shop = testShop(database);
const services = () => shop.services;
const system = () => contextAs(services(), { kind: "job", id: "test" });

let ada: TestPerson;
let omar: TestPerson;
let asha: TestPerson;
beforeAll(async () => {
  ada = await addPerson(services(), "ada");
  omar = await addPerson(services(), "omar");
  asha = await addPerson(services(), "asha");
});

afterEach(async () => {
  expect([...(await runLedgerInvariants(system())), ...(await breachesOf(system(), GRANT_INVARIANTS))]).toEqual([]);
});

const as = async (person: TestPerson, request = {}) => createCaller(await signedIn(services(), person, request));
const visitor = () => createCaller(guest(services(), { ip: freshAddress() }));
const inAMonth = () => addMs(new Date(), 30 * DAY_MS);
const eur = (amount: number) => ({ amount, currency: "EUR" as const });
const STATEMENT = "I teach drawing in a village school and have no means to pay for this course.";
const causes = (code: string) => ({ cause: { code } });

async function mailOf(key: string): Promise<unknown> {
  const [row] = await database.sql`select data from mails where dedupe_key = ${key}`;
  return JSON.parse(services().secrets.open(MAIL_PURPOSE, waitingMailData.parse(row?.data).sealed));
}

describe("an application", () => {
  test("waits once for one person and course, and answers a second time as if it were the first", async () => {
    const course = await shop.addCourse();
    const ask = () =>
      visitor().grants.submit({ course: course.slug, name: "Ravi", email: "Ravi@example.com", statement: STATEMENT });
    const answers = await Promise.all([ask(), ask(), ask()]);
    for (const answer of answers) expect(answer).toMatchObject({ received: true });
    const rows = await database.sql`
      select id, due_at - created_at = interval '5 days' as promised from grant_applications where email_normalised = 'ravi@example.com'`;
    expect(rows).toMatchObject([{ promised: true }]);
  });

  test("of a signed-in person is under their own address, whatever they type", async () => {
    const course = await shop.addCourse();
    const caller = await as(asha);
    await caller.grants.submit({ course: course.id, name: "Asha", email: "else@example.com", statement: STATEMENT });
    const [row] = await database.sql`select user_id, email from grant_applications where course_id = ${course.id}`;
    expect(row).toEqual({ user_id: asha.id, email: asha.email });
  });

  test("is for a course that is for sale and costs something, with an address to answer to", async () => {
    const [draft, free, open] = [
      await shop.addCourse({ status: "draft" }),
      await shop.addCourse({ priceMinor: 0 }),
      await shop.addCourse(),
    ];
    const ask = (course: string, email?: string) =>
      visitor().grants.submit({ course, name: "Ravi", email, statement: STATEMENT });
    for (const course of [draft.slug, free.slug, "no-such-course"]) {
      await expect(ask(course, "a@example.com")).rejects.toMatchObject(causes("course_cannot_be_granted"));
    }
    await expect(ask(open.slug)).rejects.toMatchObject(causes("invalid_input"));
  });

  test("is bounded: five of one network in a quarter of an hour", async () => {
    const course = await shop.addCourse();
    const caller = createCaller(guest(services(), { ip: freshAddress() }));
    const answers = [];
    for (let at = 0; at < 8; at++) {
      const email = `many-${at}@example.com`;
      answers.push(
        await caller.grants.submit({ course: course.slug, name: "Ravi", email, statement: STATEMENT }).then(
          () => "received",
          (error: { cause: { code: string } }) => error.cause.code,
        ),
      );
    }
    expect(answers).toEqual([...Array(5).fill("received"), ...Array(3).fill("too_many_requests")]);
  });
});

describe("an approval", () => {
  test("keeps the grant's part aside, issues a code for one person, and tells them", async () => {
    const course = await shop.addCourse();
    const poolId = await addPool(services(), 10_000);
    const id = await apply(database, services(), course.slug, "approved@example.com");
    const expiresAt = inAMonth();
    const reviewer = await as(omar);
    const answer = await reviewer.grants.applications.approve({ id, poolId, percent: 75, expiresAt });
    expect(answer).toMatchObject({ granted: eur(3_675), toPay: eur(1_225) });
    expect(await figuresOf(services(), poolId)).toEqual({ funded: 10_000, reserved: 3_675, spent: 0, free: 6_325 });
    const mail = await mailOf(`grant-approved:${id}`);
    expect(mail).toMatchObject({ percent: 75, toPay: eur(1_225), until: expiresAt.toISOString() });
    const [coupon] = await database.sql`select c.holder_email, c.max_redemptions, c.ends_at from coupons c
      join grant_awards a on a.coupon_id = c.id where a.id = ${answer.awardId}`;
    expect(coupon).toMatchObject({ holder_email: "approved@example.com", max_redemptions: 1 });
    const listed = await reviewer.grants.applications.list({ status: "approved", limit: 100 });
    expect(listed.items.find((each) => each.id === id)).toMatchObject({
      reviewerName: "Omar",
      award: { status: "open", granted: eur(3_675) },
    });
  });

  test("of one application by eight reviewers at one moment is one", async () => {
    const course = await shop.addCourse();
    const poolId = await addPool(services());
    const id = await apply(database, services(), course.slug, "eight@example.com");
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        approveApplication(system(), { id, poolId, percent: 100, expiresAt: inAMonth() }),
      ),
    );
    expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of tries)
      if (each.status === "rejected") expect(each.reason.code).toBe("grant_application_decided");
    expect(await figuresOf(services(), poolId)).toMatchObject({ reserved: 4_900 });
  });

  test("is never the applicant's own, by account or by address", async () => {
    const course = await shop.addCourse();
    const poolId = await addPool(services());
    const own = await apply(database, services(), course.slug, omar.email, await signedIn(services(), omar));
    const address = await apply(database, services(), (await shop.addCourse()).slug, ada.email);
    for (const [person, id] of [
      [omar, own],
      [ada, address],
    ] as const) {
      const caller = await as(person);
      const { items } = await caller.grants.applications.list({ limit: 100 });
      expect(items.find((each) => each.id === id)?.own).toBe(true);
      await expect(
        caller.grants.applications.approve({ id, poolId, percent: 50, expiresAt: inAMonth() }),
      ).rejects.toMatchObject(causes("grant_application_own"));
      await expect(caller.grants.applications.reject({ id, reason: "Not for me to say" })).rejects.toMatchObject(
        causes("grant_application_own"),
      );
    }
  });

  test("fits its pool: open, of the course's currency, and with enough left", async () => {
    const course = await shop.addCourse();
    const [small, closed, dollars] = [
      await addPool(services(), 4_899),
      await addPool(services()),
      await shop.addCourse({ currency: "USD" }),
    ];
    const caller = await as(ada);
    await caller.grants.pools.close({ id: closed });
    const id = await apply(database, services(), course.slug, "fits@example.com");
    const approve = (poolId: string, application = id) =>
      caller.grants.applications.approve({ id: application, poolId, percent: 100, expiresAt: inAMonth() });
    await expect(approve(small)).rejects.toMatchObject(causes("grant_pool_exhausted"));
    await expect(approve(closed)).rejects.toMatchObject(causes("grant_pool_closed"));
    await expect(approve(newId("grantPool"))).rejects.toMatchObject(causes("grant_pool_not_found"));
    const other = await apply(database, services(), dollars.slug, "dollars@example.com");
    await expect(approve(small, other)).rejects.toMatchObject(causes("grant_pool_currency"));
    await caller.grants.pools.reopen({ id: closed });
    await expect(approve(closed)).resolves.toMatchObject({ granted: eur(4_900) });
    await expect(approve(closed)).rejects.toMatchObject(causes("grant_application_decided"));
  });

  test("lasts between an hour and a year", async () => {
    const poolId = await addPool(services());
    const id = await apply(database, services(), (await shop.addCourse()).slug, "lasts@example.com");
    const caller = await as(ada);
    for (const days of [-1, 0.01, 400]) {
      const expiresAt = addMs(new Date(), days * DAY_MS);
      await expect(caller.grants.applications.approve({ id, poolId, percent: 50, expiresAt })).rejects.toMatchObject(
        causes("invalid_input"),
      );
    }
  });
});

describe("a rejection", () => {
  test("has a reason that the applicant is told, once, and lets them apply again", async () => {
    const course = await shop.addCourse();
    const id = await apply(database, services(), course.slug, "rejected@example.com");
    const caller = await as(omar);
    await caller.grants.applications.reject({ id, reason: "This fund is for beginners." });
    expect(await mailOf(`grant-rejected:${id}`)).toMatchObject({ reason: "This fund is for beginners." });
    await expect(
      caller.grants.applications.reject({ id, reason: "And once more, differently." }),
    ).rejects.toMatchObject(causes("grant_application_decided"));
    await expect(
      caller.grants.applications.reject({ id: newId("grantApplication"), reason: "Nobody's at all." }),
    ).rejects.toMatchObject(causes("grant_application_not_found"));
    expect(await apply(database, services(), course.slug, "rejected@example.com")).not.toBe(id);
  });
});

describe("the queue", () => {
  test("shows what is due first on top, and says what is late", async () => {
    const reviewer = await as(omar);
    const course = await shop.addCourse();
    const late = await apply(database, services(), course.slug, "waits-long@example.com");
    const owner = await import("postgres").then(({ default: postgres }) => postgres(database.url, { max: 1 }));
    await owner`update grant_applications set due_at = now() - interval '1 hour' where id = ${late}`;
    await owner.end();
    const first = await reviewer.grants.applications.list({ limit: 1 });
    expect(first.items[0]).toMatchObject({ id: late, overdue: true });
    const second = await reviewer.grants.applications.list({ limit: 100, cursor: first.nextCursor ?? "" });
    expect(second.items.every((each) => !each.overdue && each.id !== late)).toBe(true);
  });

  test("and its decisions are for reviewers alone, and pools for who may fund them", async () => {
    const callers = [visitor(), await as(asha)];
    for (const caller of callers) {
      await expect(caller.grants.applications.list({})).rejects.toThrow();
      await expect(caller.grants.pools.list()).rejects.toThrow();
      await expect(caller.grants.applications.reject({ id: "gap_any", reason: "Because I can." })).rejects.toThrow();
    }
    const reviewer = await as(omar);
    await expect(
      reviewer.grants.pools.create({ name: "Mine", description: "A fund of my own.", currency: "EUR" }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      reviewer.grants.pools.contribute({ poolId: "gpl_any", amount: eur(1), note: "From nowhere" }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a pool", () => {
  test("has a name of its own, takes the platform's money once a key, in its currency, while it is open", async () => {
    const caller = await as(ada, { idempotencyKey: "contribution-of-a-lost-answer" });
    const pool = await caller.grants.pools.create({ name: "Named", description: "For who draws.", currency: "EUR" });
    await expect(
      caller.grants.pools.create({ name: "Named", description: "Another of it.", currency: "EUR" }),
    ).rejects.toMatchObject(causes("grant_pool_name_taken"));
    const give = (amount = eur(5_000)) =>
      caller.grants.pools.contribute({ poolId: pool.id, amount, note: "From the budget" });
    expect(await give()).toEqual(await give());
    expect(await figuresOf(services(), pool.id)).toEqual({ funded: 5_000, reserved: 0, spent: 0, free: 5_000 });
    const plain = await as(ada);
    const dollars = { poolId: pool.id, amount: { amount: 1, currency: "USD" as const }, note: "Of another kind" };
    await expect(plain.grants.pools.contribute(dollars)).rejects.toMatchObject(causes("grant_pool_currency"));
    await plain.grants.pools.close({ id: pool.id });
    await expect(
      plain.grants.pools.contribute({ poolId: pool.id, amount: eur(1), note: "Too late for it" }),
    ).rejects.toMatchObject(causes("grant_pool_closed"));
    expect((await visitor().grants.funds()).items.map((each) => each.id)).not.toContain(pool.id);
    await expect(plain.grants.pools.close({ id: newId("grantPool") })).rejects.toMatchObject(
      causes("grant_pool_not_found"),
    );
  });

  test("is funded = reserved + spent + free, and never overdrawn, under approvals at one moment", {
    timeout: 120_000,
  }, async () => {
    const course = await shop.addCourse({ priceMinor: 4_900 });
    const plans = fc.tuple(
      fc.integer({ min: 0, max: 30_000 }),
      fc.array(fc.integer({ min: 10, max: 100 }), { minLength: 1, maxLength: 10 }),
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(plans, async ([fundedMinor, percents]) => {
        run += 1;
        const poolId = await addPool(services(), fundedMinor);
        const ids = [];
        for (const at of percents.keys())
          ids.push(await apply(database, services(), course.slug, `parallel-${run}-${at}@example.com`));
        const tries = await Promise.allSettled(
          ids.map((id, at) =>
            approveApplication(system(), { id, poolId, percent: percents[at] ?? 10, expiresAt: inAMonth() }),
          ),
        );
        const granted = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value.granted.amount] : []));
        for (const each of tries) if (each.status === "rejected") expect(each.reason.code).toBe("grant_pool_exhausted");
        const figures = await figuresOf(services(), poolId);
        expect(figures.funded).toBe(fundedMinor);
        expect(figures.reserved).toBe(granted.reduce((sum, minor) => sum + minor, 0));
        expect(figures.funded).toBe(figures.reserved + figures.spent + figures.free);
        expect(figures.free).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 12 },
    );
  });

  test("never comes by an award in another way", async () => {
    const poolId = await addPool(services());
    const { awardId } = await award(database, services(), {
      course: (await shop.addCourse()).slug,
      email: "frozen@example.com",
      poolId,
      percent: 50,
    });
    await expect(database.sql`update grant_awards set granted_minor = 1 where id = ${awardId}`).rejects.toThrow(
      "permission denied",
    );
    await expect(database.sql`update grant_awards set status = 'returned' where id = ${awardId}`).rejects.toThrow(
      "does not go from open",
    );
    await expect(database.sql`delete from grant_applications`).rejects.toThrow("permission denied");
  });
});
