import { testDatabase } from "@stoa/db/testing/database";
import { beforeAll, describe, expect, test } from "vitest";
import { testShop } from "../checkout/testing/shop.ts";
import { createCaller } from "../root.ts";
import { addPerson, signedIn, type TestPerson } from "../testing/people.ts";
import { apply } from "./testing/fund.ts";

const database = testDatabase();
const shop = testShop(database);
let ada: TestPerson;
let olga: TestPerson;
let asha: TestPerson;
let course: string;
let last = 0;

beforeAll(async () => {
  ada = await addPerson(shop.services, "ada");
  olga = await addPerson(shop.services, "olga");
  asha = await addPerson(shop.services, "asha");
  course = (await shop.addCourse()).slug;
});

const as = async (person: TestPerson) => createCaller(await signedIn(shop.services, person)).grants.applications;
const applied = (email = `assigned-${++last}@example.com`) => apply(database, shop.services, course, email);
const waitingOf = async (person: TestPerson, assigned: "me" | "nobody") =>
  (await (await as(person)).list({ assigned, limit: 100 })).items.map(({ id }) => id);

describe("an application that waits", () => {
  test("can be somebody's to decide, somebody else's, and nobody's again; each change is on record once", async () => {
    const id = await applied();
    const desk = await as(ada);
    expect(await waitingOf(ada, "nobody")).toContain(id);
    for (const assigneeId of [olga.id, olga.id, ada.id]) await desk.assign({ id, assigneeId });
    expect(await waitingOf(ada, "me")).toEqual([id]);
    expect(await waitingOf(olga, "me")).toEqual([]);
    expect((await desk.list({ id })).items).toMatchObject([{ assigneeName: ada.name }]);
    await desk.assign({ id, assigneeId: null });
    expect((await desk.list({ id })).items).toMatchObject([{ assigneeName: null }]);
    const audits = await database.sql`
      select after->>'assigneeId' as "to" from audit_entries where action = 'grants.assign' and subject_id = ${id} order by id`;
    expect(audits.map((row) => row.to)).toEqual([olga.id, ada.id, null]);
  });

  test("T99 is never its applicant's to decide, by account or by address", async () => {
    const desk = await as(ada);
    const own = await apply(database, shop.services, course, olga.email, await signedIn(shop.services, olga));
    const byAddress = await applied(ada.email.toUpperCase());
    const refusal = { cause: { code: "grant_reviewer_is_applicant" } };
    await expect(desk.assign({ id: own, assigneeId: olga.id })).rejects.toMatchObject(refusal);
    await expect(desk.assign({ id: byAddress, assigneeId: ada.id })).rejects.toMatchObject(refusal);
    await desk.assign({ id: byAddress, assigneeId: olga.id });
    expect(await waitingOf(olga, "me")).toEqual([byAddress]);
  });

  test("is given to those alone who decide about grants, and only while it waits", async () => {
    const id = await applied();
    const desk = await as(ada);
    const { items } = await desk.reviewers();
    expect(items.map((person) => person.id)).toEqual(expect.arrayContaining([ada.id, olga.id]));
    expect(items.map((person) => person.id)).not.toContain(asha.id);
    await expect(desk.assign({ id, assigneeId: asha.id })).rejects.toMatchObject({
      cause: { code: "grant_no_reviewer" },
    });
    await desk.reject({ id, reason: "The course is full for this year." });
    await expect(desk.assign({ id, assigneeId: olga.id })).rejects.toMatchObject({
      cause: { code: "grant_application_decided" },
    });
    const absent = desk.assign({ id: "gra_no_such_application", assigneeId: olga.id });
    await expect(absent).rejects.toMatchObject({ cause: { code: "grant_application_not_found" } });
  });

  test("goes to one of two who are named at one moment, and can still be decided by another", async () => {
    const id = await applied();
    const desk = await as(ada);
    await Promise.all([ada, olga, ada, olga].map((person) => desk.assign({ id, assigneeId: person.id })));
    const whose = [await waitingOf(ada, "me"), await waitingOf(olga, "me")].map((ids) => ids.includes(id));
    expect(whose.filter(Boolean)).toHaveLength(1);
    await desk.assign({ id, assigneeId: olga.id });
    await desk.reject({ id, reason: "The course is full for this year." });
    expect((await desk.list({ id, status: "rejected" })).items).toMatchObject([{ reviewerName: ada.name }]);
  });
});
