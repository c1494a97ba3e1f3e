import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { NotAllowed, newId } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { contextFor } from "../platform/context.ts";
import { queuedMails } from "../testing/mails.ts";
import { addPerson, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { blockUser, unblockUser } from "./block-user.ts";
import { LastOwner, NotOnYourself, UserNotFound } from "./errors.ts";
import { grantRole, revokeRole } from "./roles.ts";

const services = testServices(testDatabase());
const operator = () => contextFor(services, { kind: "system", id: "stoa" }, newId("correlation"));
let serial = 0;
let olga: TestPerson;
let ada: TestPerson;
let asha: TestPerson;

const add = (who: "olga" | "ada" | "asha" | "omar") =>
  addPerson(services, who, { email: `${who}${serial}@example.com` });
const as = (person: TestPerson) => signedIn(services, person);
const isBlocked = async ({ id }: TestPerson) => {
  const [user] = await services.db.select().from(tables.users).where(eq(tables.users.id, id));
  return user?.blockedAt !== null;
};

beforeEach(async () => {
  serial += 1;
  await services.db.delete(tables.userRoles).where(eq(tables.userRoles.role, "owner"));
  [olga, ada, asha] = [await add("olga"), await add("ada"), await add("asha")];
});

test("nobody blocks themselves or lets themselves in", async () => {
  const second = await add("omar");
  await grantRole(operator(), { id: second.id, role: "owner" });
  for (const person of [olga, ada]) {
    await expect(blockUser(await as(person), { id: person.id, reason: "x" })).rejects.toThrow(NotOnYourself);
    await expect(unblockUser(await as(person), person.id)).rejects.toThrow(NotOnYourself);
  }
  expect(await isBlocked(olga)).toBe(false);
});

test("a colleague who was blocked is let in by who names colleagues, and by no other", async () => {
  const omar = await add("omar");
  await blockUser(await as(olga), { id: omar.id, reason: "left" });
  await expect(unblockUser(await as(ada), omar.id)).rejects.toThrow(NotAllowed);
  expect(await isBlocked(omar)).toBe(true);
  await unblockUser(await as(olga), omar.id);
  expect(await isBlocked(omar)).toBe(false);
});

test("the last owner who can sign in is neither blocked nor loses the role; one of two may be", async () => {
  await expect(blockUser(operator(), { id: olga.id, reason: "x" })).rejects.toThrow(LastOwner);
  await expect(revokeRole(operator(), { id: olga.id, role: "owner" })).rejects.toThrow(LastOwner);
  await revokeRole(operator(), { id: asha.id, role: "owner" });
  await grantRole(operator(), { id: ada.id, role: "owner" });
  await blockUser(operator(), { id: olga.id, reason: "left" });
  expect(await isBlocked(olga)).toBe(true);
  await expect(blockUser(operator(), { id: ada.id, reason: "x" })).rejects.toThrow(LastOwner);
  await blockUser(operator(), { id: asha.id, reason: "x" });
  expect(await isBlocked(asha)).toBe(true);
});

test("a role of the last owner that is not the ownership may go", async () => {
  await grantRole(operator(), { id: olga.id, role: "instructor" });
  await revokeRole(operator(), { id: olga.id, role: "instructor" });
  const roles = await services.db.select().from(tables.userRoles).where(eq(tables.userRoles.userId, olga.id));
  expect(roles.map(({ role }) => role).sort()).toEqual(["learner", "owner"]);
});

test("a person is blocked once: told once, with the first reason", async () => {
  for (const reason of ["Chargebacks", "Chargebacks once more"])
    await blockUser(await as(ada), { id: asha.id, reason });
  const mails = (await queuedMails(services)).filter((mail) => mail.to === asha.email);
  expect(mails).toEqual([
    {
      template: "account-blocked",
      to: asha.email,
      data: { name: "Asha", reason: "Chargebacks", supportUrl: "http://web.test/support" },
    },
  ]);
  const [user] = await services.db.select().from(tables.users).where(eq(tables.users.id, asha.id));
  expect(user?.blockedReason).toBe("Chargebacks");
});

test("who is deleted or was never there is not found", async () => {
  await services.db.update(tables.users).set({ deletedAt: new Date() }).where(eq(tables.users.id, asha.id));
  for (const id of [asha.id, "usr_none"]) {
    await expect(blockUser(operator(), { id, reason: "x" })).rejects.toThrow(UserNotFound);
    await expect(unblockUser(operator(), id)).rejects.toThrow(UserNotFound);
    await expect(grantRole(operator(), { id, role: "instructor" })).rejects.toThrow(UserNotFound);
    await expect(revokeRole(operator(), { id, role: "instructor" })).rejects.toThrow(UserNotFound);
  }
});
