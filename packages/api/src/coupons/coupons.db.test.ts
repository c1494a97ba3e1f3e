import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { createCaller } from "../root.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { createCouponInput } from "./schemas.ts";

const database = testDatabase();
const services = testServices(database);

let ada: TestPerson;
let ines: TestPerson;
let courseId: string;

beforeAll(async () => {
  ada = await addPerson(services, "ada");
  ines = await addPerson(services, "ines");
  const categoryId = newId("category");
  await services.db.insert(tables.categories).values({ id: categoryId, slug: "craft", name: "Craft" });
  courseId = newId("course");
  await services.db.insert(tables.courses).values({
    id: courseId,
    slug: "drawing",
    title: "Drawing",
    summary: "Seeing.",
    description: "<p>Seeing.</p>",
    categoryId,
    instructorId: ines.id,
    difficulty: "beginner",
    priceMinor: 4_900,
    currency: "EUR",
    status: "published",
  });
});

const staff = async () => createCaller(await signedIn(services, ada));
const tenPercent = { kind: "percentage", rateBps: 1_000 } as const;
const everything = { kind: "all_courses" } as const;
const auditsOf = (couponId: string) =>
  database.sql<
    { action: string }[]
  >`select action from audit_entries where subject_id = ${couponId} order by created_at, id`;

describe("a new coupon", () => {
  test("has the code it is given, in capitals, or one that nobody can guess", async () => {
    const admin = await staff();
    const named = await admin.coupons.create({
      code: "spring 25",
      label: "Spring",
      discount: tenPercent,
      scope: everything,
    });
    expect(named.code).toBe("SPRING25");
    const drawn = await admin.coupons.create({ label: "Drawn", discount: tenPercent, scope: everything });
    expect(drawn.code).toMatch(/^STOA(-[0-9A-Z]{4}){3}$/);
    expect((await auditsOf(named.id)).map((entry) => entry.action)).toEqual(["coupons.issue"]);
  });

  test("is the only one of its code, also when two are made at one moment", async () => {
    const admin = await staff();
    const create = () =>
      admin.coupons.create({ code: "TWICE", label: "Twice", discount: tenPercent, scope: everything });
    const made = await Promise.allSettled(Array.from({ length: 8 }, create));
    expect(made.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of made) {
      if (each.status === "rejected")
        expect(each.reason.cause ?? each.reason).toMatchObject({ code: "coupon_code_taken" });
    }
  });

  test("of the same call and key is made once", async () => {
    const admin = createCaller(await signedIn(services, ada, { idempotencyKey: "coupon-of-a-lost-answer" }));
    const call = { label: "Replayed", discount: tenPercent, scope: everything };
    const [first, second] = [await admin.coupons.create(call), await admin.coupons.create(call)];
    expect(second).toEqual(first);
  });

  test("is for courses and teachers that exist", async () => {
    const admin = await staff();
    const of = (scope: Parameters<typeof admin.coupons.create>[0]["scope"]) =>
      admin.coupons.create({ label: "Scoped", discount: tenPercent, scope });
    await expect(of({ kind: "courses", courseIds: [newId("course")] })).rejects.toMatchObject({
      cause: { code: "coupon_scope_unknown" },
    });
    await expect(of({ kind: "instructor", instructorId: newId("user") })).rejects.toMatchObject({
      cause: { code: "coupon_scope_unknown" },
    });
    await expect(of({ kind: "courses", courseIds: [courseId, courseId] })).resolves.toBeDefined();
    await expect(of({ kind: "instructor", instructorId: ines.id })).resolves.toBeDefined();
  });

  test.each([
    ["more than the whole", { discount: { kind: "percentage", rateBps: 10_001 } }],
    ["nothing", { discount: { kind: "amount", amount: { amount: 0, currency: "EUR" } } }],
    ["a code of signs", { code: "50% OFF!" }],
    ["an end before its start", { startsAt: new Date("2027-01-02"), endsAt: new Date("2027-01-01") }],
    ["no use at all", { maxRedemptions: 0 }],
  ])("that takes off %s is refused by its form", (_, change) => {
    const whole = { label: "Wrong", discount: tenPercent, scope: everything, ...change };
    expect(createCouponInput.safeParse(whole).success).toBe(false);
  });
});

describe("the life of a coupon", () => {
  test("goes between active and paused as often as asked, and ends once", async () => {
    const admin = await staff();
    const { id } = await admin.coupons.create({ label: "Living", discount: tenPercent, scope: everything });
    const statusOf = async () =>
      (await admin.coupons.list({ limit: 100 })).items.find((each) => each.id === id)?.status;
    for (const [verb, status] of [
      ["pause", "paused"],
      ["pause", "paused"],
      ["resume", "active"],
      ["end", "ended"],
    ] as const) {
      await admin.coupons[verb]({ id });
      expect(await statusOf()).toBe(status);
    }
    for (const verb of ["pause", "resume"] as const) {
      await expect(admin.coupons[verb]({ id })).rejects.toMatchObject({ cause: { code: "coupon_has_ended" } });
    }
    expect((await auditsOf(id)).map((entry) => entry.action)).toEqual([
      "coupons.issue",
      "coupons.pause",
      "coupons.resume",
      "coupons.end",
    ]);
    await expect(admin.coupons.end({ id: newId("coupon") })).rejects.toMatchObject({
      cause: { code: "coupon_not_found" },
    });
  });

  test("is refused by the database beyond its moves, and its terms never change", async () => {
    const admin = await staff();
    const { id } = await admin.coupons.create({ label: "Frozen", discount: tenPercent, scope: everything });
    await admin.coupons.end({ id });
    await expect(database.sql`update coupons set status = 'active' where id = ${id}`).rejects.toThrow(
      "does not go from ended",
    );
    await expect(database.sql`update coupons set rate_bps = 9000 where id = ${id}`).rejects.toThrow(
      "permission denied",
    );
    await expect(database.sql`update coupons set uses = 0 where id = ${id}`).rejects.toThrow("permission denied");
    await expect(database.sql`delete from coupons where id = ${id}`).rejects.toThrow("permission denied");
  });
});

describe("the list of coupons", () => {
  test("is paged and filtered", async () => {
    const admin = await staff();
    await admin.coupons.create({ code: "LISTED-1", label: "=1+1", discount: tenPercent, scope: everything });
    await admin.coupons.create({
      code: "LISTED-2",
      label: "Ten off",
      discount: { kind: "amount", amount: { amount: 1_000, currency: "EUR" } },
      scope: { kind: "courses", courseIds: [courseId] },
    });
    const first = await admin.coupons.list({ q: "listed", limit: 1 });
    const second = await admin.coupons.list({ q: "listed", limit: 1, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map((each) => each.code)).toEqual(["LISTED-2", "LISTED-1"]);
    expect(first.items[0]).toMatchObject({ amount: { amount: 1_000, currency: "EUR" }, courseTitles: ["Drawing"] });
  });

  test("is nobody's but theirs who keep coupons", async () => {
    const omar = await addPerson(services, "omar");
    const asha = await addPerson(services, "asha");
    for (const ctx of [
      guest(services),
      await signedIn(services, asha),
      await signedIn(services, omar),
      await signedIn(services, ines),
    ]) {
      const caller = createCaller(ctx);
      await expect(caller.coupons.list({})).rejects.toThrow();
      await expect(caller.coupons.create({ label: "Mine", discount: tenPercent, scope: everything })).rejects.toThrow();
    }
  });
});
