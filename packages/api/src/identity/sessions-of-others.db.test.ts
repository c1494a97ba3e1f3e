import { testDatabase } from "@stoa/db/testing/database";
import { NotAllowed } from "@stoa/kit";
import { beforeEach, expect, test } from "vitest";
import { createCaller } from "../root.ts";
import { addPerson, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { UserNotFound } from "./errors.ts";

const database = testDatabase();
const services = testServices(database);
let count = 0;
let asha: TestPerson;

const person = (who: "asha" | "omar" | "ada" | "olga") =>
  addPerson(services, who, { email: `${who}-${count++}@example.com` });

beforeEach(async () => {
  asha = await person("asha");
  await signedIn(services, asha);
  await signedIn(services, asha);
});

test("T10 an admin sees where a person is signed in, and ends it everywhere", async () => {
  const admin = createCaller(await signedIn(services, await person("ada")));
  expect((await admin.identity.users.sessions({ id: asha.id })).items).toHaveLength(2);
  expect(await admin.identity.users.endSessions({ id: asha.id })).toEqual({ ended: 2 });
  expect((await admin.identity.users.sessions({ id: asha.id })).items).toEqual([]);
  expect(await admin.identity.users.endSessions({ id: asha.id })).toEqual({ ended: 0 });
});

test("T99 only those who name colleagues sign colleagues out", async () => {
  const omar = await person("omar");
  await signedIn(services, omar);
  const admin = createCaller(await signedIn(services, await person("ada")));
  const owner = createCaller(await signedIn(services, await person("olga")));
  const refused = admin.identity.users.endSessions({ id: omar.id });
  await expect(refused).rejects.toMatchObject({ cause: expect.any(NotAllowed) });
  expect(await owner.identity.users.endSessions({ id: omar.id })).toEqual({ ended: 1 });
});

test("T99 staff look and do not end, learners do neither, and nobody is nobody", async () => {
  const staff = createCaller(await signedIn(services, await person("omar")));
  const learner = createCaller(await signedIn(services, await person("asha")));
  const admin = createCaller(await signedIn(services, await person("ada")));
  expect((await staff.identity.users.sessions({ id: asha.id })).items).toHaveLength(2);
  const notAllowed = { cause: expect.any(NotAllowed) };
  await expect(staff.identity.users.endSessions({ id: asha.id })).rejects.toMatchObject(notAllowed);
  await expect(learner.identity.users.sessions({ id: asha.id })).rejects.toMatchObject(notAllowed);
  const absent = admin.identity.users.endSessions({ id: "usr_nobody" });
  await expect(absent).rejects.toMatchObject({ cause: expect.any(UserNotFound) });
});
