import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { InvalidInput } from "@stoa/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { exportHandler } from "../http/export-handler.ts";
import { problemOf } from "../http/problem.ts";
import { createCaller } from "../root.ts";
import { addPerson, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const database = testDatabase();
const services = testServices(database);
let ada: TestPerson;

beforeAll(async () => {
  ada = await addPerson(services, "ada");
  await database.db.insert(tables.categories).values({ id: "cat_1", slug: "craft", name: "Craft" });
  await database.db.insert(tables.courses).values({
    id: "crs_drawing",
    slug: "drawing",
    title: "Drawing",
    summary: "Seeing.",
    description: "Seeing.",
    categoryId: "cat_1",
    instructorId: ada.id,
    difficulty: "beginner",
    priceMinor: 4_900,
    currency: "EUR",
    status: "published",
  });
});

const HEADING = "code,label,discount,percent,amount,currency,scope,courses,maxRedemptions,endsAt";
const fileOf = (...lines: string[]) => [HEADING, ...lines].join("\r\n");
const staff = async (idempotencyKey: string | null = null) =>
  createCaller(await signedIn(services, ada, { idempotencyKey }));
const codes = async () => (await (await staff()).coupons.list({ limit: 100 })).items.map(({ code }) => code).sort();
const refusalOf = async (csv: string) => {
  const error = await (await staff()).coupons.importFile({ csv }).catch((thrown: unknown) => thrown);
  return problemOf(error);
};

describe("a file of coupons", () => {
  test("is made whole: shares, amounts, courses by slug, and a code that nobody can guess where there is none", async () => {
    const csv = fileOf(
      "FILE-ONE,A share,percentage,12.5,,,all_courses,,,",
      "file-two,An amount,amount,,5.00,EUR,courses,drawing,10,2030-01-31",
      ",Unguessable,percentage,100,,,all_courses,,1,",
    );
    const { coupons, faults } = await (await staff()).coupons.checkFile({ csv });
    expect(faults).toEqual([]);
    expect(coupons.map(({ line, code }) => [line, code])).toEqual([
      [2, "FILE-ONE"],
      [3, "FILE-TWO"],
      [4, null],
    ]);
    expect(await codes()).toEqual([]);
    expect(await (await staff()).coupons.importFile({ csv })).toEqual({ made: 3 });
    const { items } = await (await staff()).coupons.list({ q: "FILE" });
    expect(items.toSorted((a, b) => a.code.localeCompare(b.code))).toMatchObject([
      { code: "FILE-ONE", rateBps: 1_250, endsAt: null },
      {
        code: "FILE-TWO",
        amount: { amount: 500, currency: "EUR" },
        courseTitles: ["Drawing"],
        maxRedemptions: 10,
        endsAt: new Date("2030-01-31T23:59:59.999Z"),
      },
    ]);
  });

  test("with anything wrong in it makes nothing, and every fault is named by line and column", async () => {
    const before = await codes();
    const csv = fileOf(
      "GOOD-ONE,Good,percentage,10,,,all_courses,,,",
      "FILE-ONE,Taken,percentage,10,,,all_courses,,,",
      "GOOD-ONE,Twice,percentage,10,,,all_courses,,,",
      "A!,Bad code,percentage,10,,,all_courses,,,",
      "BAD-RATE,Rate,percentage,ten,,,all_courses,,,",
      "BAD-AMOUNT,Amount,amount,,5.001,EUR,all_courses,,,",
      "BAD-MONEY,Money,amount,,5,ZZZ,all_courses,,,",
      "BAD-COURSE,Course,percentage,10,,,courses,drawing;sculpture,,",
      "BAD-DAY,Day,percentage,10,,,all_courses,,,31.1.2030",
      "TOO,FEW",
    );
    const { faults } = await (await staff()).coupons.checkFile({ csv });
    expect(faults.map(({ line, column }) => `${line} ${column}`)).toEqual([
      "3 code",
      "4 code",
      "5 code",
      "6 percent",
      "7 amount",
      "8 currency",
      "9 courses",
      "10 endsAt",
      "11 null",
    ]);
    expect((await refusalOf(csv))?.fields).toHaveLength(9);
    expect(await codes()).toEqual(before);
  });

  test.each([
    ["", "line 1"],
    ['"open', "line 1"],
    ["label,discount,scope", "line 2"],
    ["label,discount,scope,colour\nA,percentage,all_courses,red", "line 1, colour"],
    ["label,discount,label\nA,percentage,A", "line 1, label"],
  ])("that reads %j is refused at %s", async (csv, path) => {
    const problem = await refusalOf(csv);
    expect(problem?.code).toBe(new InvalidInput([]).code);
    expect(problem?.fields.map((issue) => issue.path)).toContain(path);
  });

  test("is taken whole or not at all, also beside another that has the same codes the other way round", async () => {
    const lines = Array.from({ length: 30 }, (_, n) => `FILE-CROSS-${n},Crossing,percentage,10,,,all_courses,,,`);
    const files = [lines, lines.toReversed(), lines, lines.toReversed()].map((each) => fileOf(...each));
    const keeper = await staff();
    const answers = await Promise.allSettled(files.map((csv) => keeper.coupons.importFile({ csv })));
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
    const refusals = answers.flatMap((answer) => (answer.status === "rejected" ? problemOf(answer.reason)?.code : []));
    // One that began only after the other's end finds all codes taken.
    for (const code of refusals) expect(["coupon_import_under_way", "invalid_input"]).toContain(code);
    expect((await codes()).filter((code) => code.startsWith("FILE-CROSS-"))).toHaveLength(30);
  });

  test("sent twice under one key is taken once", async () => {
    const key = "import-of-november";
    const csv = fileOf(",Unguessable,percentage,10,,,all_courses,,,");
    await (await staff(key)).coupons.importFile({ csv });
    const after = await codes();
    expect(await (await staff(key)).coupons.importFile({ csv })).toEqual({ made: 1 });
    expect(await codes()).toEqual(after);
  });

  test("that was exported can be read again, less the codes that are taken", async () => {
    const { actor } = await signedIn(services, ada);
    const take = exportHandler({ services: async () => services, actorOf: async () => actor });
    const form = { method: "POST", body: new URLSearchParams() };
    const csv = await (await take(new Request("http://admin.test/export/coupons", form))).text();
    const fresh = csv.replaceAll(/^(FILE|STOA)-/gm, "AGAIN-");
    const { coupons, faults } = await (await staff()).coupons.checkFile({ csv: fresh });
    expect(faults.map(({ column }) => column)).toEqual(["courses"]);
    expect(coupons.map(({ code }) => code)).toContain("AGAIN-ONE");
  });
});

test("T99 only keepers of coupons import them", async () => {
  const omar = createCaller(await signedIn(services, await addPerson(services, "omar")));
  await expect(omar.coupons.checkFile({ csv: HEADING })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(omar.coupons.importFile({ csv: HEADING })).rejects.toMatchObject({ code: "FORBIDDEN" });
});
