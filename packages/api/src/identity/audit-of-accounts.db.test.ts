import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { asc, eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { contextFor } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { tokenMailedTo } from "../testing/mails.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { createAccount } from "./create-account.ts";
import { completePasswordReset, requestPasswordReset } from "./password-reset.ts";
import { newTotpSecret, totpOf } from "./second-factor.ts";
import { signOut } from "./sessions.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";
import { verifyEmail } from "./verify-email.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
const NEW = "my own quiet harbour";
let passwordHash = "";
let serial = 0;
let asha: TestPerson;

beforeAll(async () => {
  passwordHash = await services.passwords.hash(PASSWORD);
});
beforeEach(async () => {
  serial += 1;
  asha = await add("asha");
});

const add = (who: Parameters<typeof addPerson>[1]) =>
  addPerson(services, who, { email: `${who}${serial}@example.com`, passwordHash });
const callerOf = async (person: TestPerson) => createCaller(await signedIn(services, person));
const sessionIds = expect.arrayContaining([expect.stringMatching(/^ses_/)]);

/** What the audit knows of a person: who did what, and what was before and after. */
async function trailOf(userId: string) {
  const { auditEntries } = tables;
  const rows = await services.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, userId))
    .orderBy(asc(auditEntries.createdAt), asc(auditEntries.id));
  return rows
    .map(({ actorId, action, subjectKind, before, after }) => ({ by: actorId, action, subjectKind, before, after }))
    .sort((a, b) => a.action.localeCompare(b.action));
}

const entry = (
  by: TestPerson | null,
  action: string,
  { before = null, after = null }: Record<string, unknown> = {},
) => ({
  by: by?.id ?? null,
  action: `identity.${action}`,
  subjectKind: "user",
  before,
  after,
});

test("a block and its end say who, why, and what ended with it", async () => {
  await signedIn(services, asha);
  const ada = await add("ada");
  const admin = await callerOf(ada);
  await admin.identity.users.block({ id: asha.id, reason: "Chargebacks" });
  await admin.identity.users.block({ id: asha.id, reason: "Chargebacks once more" });
  await admin.identity.users.unblock({ id: asha.id });
  await admin.identity.users.unblock({ id: asha.id });
  expect(await trailOf(asha.id)).toEqual([
    entry(ada, "block_user", { before: { blocked: false }, after: { blocked: true, reason: "Chargebacks" } }),
    entry(ada, "end_sessions", { after: { reason: "blocked", sessionIds } }),
    entry(ada, "unblock_user", { before: { blocked: true, reason: "Chargebacks" }, after: { blocked: false } }),
  ]);
});

test("a role given or taken says which, what roles remain, and is told once", async () => {
  const olga = await add("olga");
  const owner = await callerOf(olga);
  await signedIn(services, asha);
  await owner.identity.users.grantRole({ id: asha.id, role: "instructor" });
  await owner.identity.users.grantRole({ id: asha.id, role: "instructor" });
  await owner.identity.users.revokeRole({ id: asha.id, role: "instructor" });
  await owner.identity.users.revokeRole({ id: asha.id, role: "instructor" });
  expect(await trailOf(asha.id)).toEqual([
    entry(olga, "end_sessions", { after: { reason: "role_changed", sessionIds } }),
    entry(olga, "grant_role", { after: { role: "instructor", roles: ["learner", "instructor"] } }),
    entry(olga, "revoke_role", { after: { role: "instructor", roles: ["learner"] } }),
  ]);
});

test("a second factor says when it was switched on, renewed and switched off", async () => {
  const me = await callerOf(asha);
  await signedIn(services, asha);
  const { secret } = await me.identity.twoFactor.begin({ password: PASSWORD });
  const code = totpOf(secret, "").generate({ timestamp: services.clock.now().getTime() });
  const { recoveryCodes } = await me.identity.twoFactor.confirm({ code });
  const [first = "", second = ""] = recoveryCodes;
  const renewed = await me.identity.twoFactor.renewRecoveryCodes({ password: PASSWORD, code: first });
  expect(renewed.recoveryCodes).not.toContain(second);
  await me.identity.twoFactor.disable({ password: PASSWORD, code: renewed.recoveryCodes[0] ?? "" });
  expect(await trailOf(asha.id)).toEqual([
    entry(asha, "end_sessions", { after: { reason: "second_factor_changed", sessionIds } }),
    entry(asha, "two_factor_disabled"),
    entry(asha, "two_factor_enabled"),
    entry(asha, "two_factor_recovery_codes_renewed"),
  ]);
});

test("a registration and its confirmation stand there by whoever did them", async () => {
  const email = `new${serial}@example.com`;
  await signUp(guest(services), { name: "Gita", email, password: PASSWORD });
  const token = await tokenMailedTo(services, email, "verify-email");
  const { userId } = await verifyEmail(guest(services), { token, password: PASSWORD });
  expect(await trailOf(userId)).toEqual([
    entry(null, "sign_up", { after: { roles: ["learner"], emailVerified: false } }),
    entry(null, "verify_email", { after: { emailVerified: true } }),
  ]);
});

test("sign-ins, and how sessions ended, are told apart", async () => {
  const guestSignsIn = (kind: "web" | "mobile") =>
    signIn(guest(services), { email: asha.email, password: PASSWORD, kind });
  const opened = await guestSignsIn("mobile");
  const sessionId = opened.kind === "signed_in" ? opened.sessionId : "";
  const [here, there] = [await signedIn(services, asha), await signedIn(services, asha)];
  await createCaller(here).identity.sessions.end({ id: there.actor.sessionId });
  await createCaller(await signedIn(services, await add("ada"))).identity.users.endSessions({ id: asha.id });
  const last = await signedIn(services, asha);
  await signOut(last);
  await signOut(last);
  const trail = await trailOf(asha.id);
  expect(trail.filter(({ action }) => action === "identity.sign_in")).toEqual([
    entry(null, "sign_in", { after: { sessionId, kind: "mobile", secondFactor: false } }),
  ]);
  expect(
    trail.flatMap(({ action, after }) =>
      action === "identity.end_sessions" ? [(after as { reason: string }).reason] : [],
    ),
  ).toEqual(["ended_by_owner", "ended_by_staff", "signed_out"]);
});

test("a changed profile and a changed password say what was before, but no password", async () => {
  const me = await callerOf(asha);
  await signedIn(services, asha);
  await me.identity.updateProfile({ name: "Asha Rao", country: "IN" });
  await me.identity.changePassword({ password: PASSWORD, newPassword: NEW });
  expect(await trailOf(asha.id)).toEqual([
    entry(asha, "change_password"),
    entry(asha, "end_sessions", { after: { reason: "password_changed", sessionIds } }),
    entry(asha, "update_profile", {
      before: { name: "Asha", country: null },
      after: { name: "Asha Rao", country: "IN" },
    }),
  ]);
});

test("a changed address says which it was and which it is, and that it is confirmed", async () => {
  const me = await callerOf(asha);
  const email = `asha-new${serial}@example.com`;
  await me.identity.requestEmailChange({ password: PASSWORD, email });
  await me.identity.confirmEmailChange({ token: await tokenMailedTo(services, email, "email-change-confirm") });
  expect(await trailOf(asha.id)).toEqual([
    entry(asha, "change_email", { before: { email: asha.email }, after: { email } }),
    entry(asha, "verify_email", { after: { emailVerified: true } }),
  ]);
});

test("a reset of a registration that nobody had confirmed shows all that its maker lost", async () => {
  const email = `unconfirmed${serial}@example.com`;
  await signUp(guest(services), { name: "Stranger", email, password: PASSWORD });
  await signIn(guest(services), { email, password: PASSWORD, kind: "web" });
  await requestPasswordReset(guest(services), email);
  const token = await tokenMailedTo(services, email, "password-reset");
  await completePasswordReset(guest(services), { token, newPassword: NEW });
  const [user] = await services.db.select().from(tables.users).where(eq(tables.users.email, email));
  expect((await trailOf(user?.id ?? "")).map(({ action, after }) => [action, after])).toEqual([
    ["identity.change_password", null],
    ["identity.end_sessions", { reason: "email_taken_over", sessionIds }],
    ["identity.sign_in", expect.anything()],
    ["identity.sign_up", expect.anything()],
    ["identity.verify_email", { emailVerified: true }],
  ]);
});

test("an account made at the command line says with which roles, and whether its second factor is on", async () => {
  const system = contextFor(services, { kind: "system", id: "stoa" }, newId("correlation"));
  const account = { name: "Mads", password: PASSWORD };
  for (const [index, { totpSecret, roles }] of [
    { totpSecret: newTotpSecret(), roles: ["admin", "learner"] as const },
    { totpSecret: undefined, roles: ["learner"] as const },
  ].entries()) {
    const email = `made${serial}-${index}@example.com`;
    const { userId } = await createAccount(system, { ...account, email, roles, ...(totpSecret ? { totpSecret } : {}) });
    const [created] = (await trailOf(userId)).filter(({ action }) => action === "identity.create_account");
    expect(created).toEqual({
      by: "stoa",
      action: "identity.create_account",
      subjectKind: "user",
      before: null,
      after: { roles, secondFactor: totpSecret !== undefined },
    });
  }
});
