import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { MINUTE_MS, newId } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { sha256 } from "../platform/secrets.ts";
import { tokenMailedTo } from "../testing/mails.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { AccountBlocked, SecondFactorOff, SecondFactorOn, WrongCode } from "./errors.ts";
import { completePasswordReset, requestPasswordReset } from "./password-reset.ts";
import { newTotpSecret, sealTotpSecret, totpOf } from "./second-factor.ts";
import { signIn, signInWithCode } from "./sign-in.ts";
import { beginTwoFactor, confirmTwoFactor, disableTwoFactor, renewRecoveryCodes } from "./two-factor.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
let passwordHash = "";
let serial = 0;
let asha: TestPerson;

beforeAll(async () => {
  passwordHash = await services.passwords.hash(PASSWORD);
});
beforeEach(async () => {
  serial += 1;
  services.clock.advance(5 * MINUTE_MS);
  asha = await addPerson(services, "asha", { email: `asha${serial}@example.com`, passwordHash });
});

const codeOf = (secret: string) => totpOf(secret, "").generate({ timestamp: services.clock.now().getTime() });
const begun = async () => {
  const me = await signedIn(services, asha);
  return { me, ...(await beginTwoFactor(me, PASSWORD)) };
};
const enrolled = async () => {
  const { me, secret } = await begun();
  const { recoveryCodes } = await confirmTwoFactor(me, codeOf(secret));
  services.clock.advance(MINUTE_MS);
  return { me, secret, recoveryCodes };
};
const challenge = async () => {
  const answer = await signIn(guest(services), { email: asha.email, password: PASSWORD, kind: "web" });
  if (answer.kind !== "second_factor") throw new Error("no second factor was asked for");
  return answer;
};

test("what was not begun is not confirmed, and what is on is not confirmed again", async () => {
  await expect(confirmTwoFactor(await signedIn(services, asha), "123456")).rejects.toThrow(SecondFactorOff);
  const { me, secret } = await enrolled();
  await expect(confirmTwoFactor(me, codeOf(secret))).rejects.toThrow(SecondFactorOn);
});

test("what is off, or only begun, is neither switched off nor given new recovery codes", async () => {
  const off = await signedIn(services, asha);
  for (const act of [disableTwoFactor, renewRecoveryCodes])
    await expect(act(off, { password: PASSWORD, code: "123456" })).rejects.toThrow(SecondFactorOff);
  const { me, secret } = await begun();
  for (const act of [disableTwoFactor, renewRecoveryCodes])
    await expect(act(me, { password: PASSWORD, code: codeOf(secret) })).rejects.toThrow(SecondFactorOff);
});

test("begun again, the first secret is worth nothing", async () => {
  const { me, secret: first } = await begun();
  const { secret } = await beginTwoFactor(me, PASSWORD);
  expect(secret).not.toBe(first);
  await expect(confirmTwoFactor(me, codeOf(first))).rejects.toThrow(WrongCode);
  expect((await confirmTwoFactor(me, codeOf(secret))).recoveryCodes).toHaveLength(10);
});

test("an authenticator shows whose it is and of what", async () => {
  const { secret, uri } = await begun();
  const shown = new URL(uri);
  expect(decodeURIComponent(shown.pathname)).toContain(asha.email);
  expect(Object.fromEntries(shown.searchParams)).toMatchObject({ issuer: "Stoa", secret, digits: "6", period: "30" });
});

test("a recovery code may begin like a code of the authenticator", async () => {
  const { me } = await enrolled();
  const { recoveryCodes } = tables;
  const codeHash = sha256("123456abcdefghjk");
  await services.db.insert(recoveryCodes).values({ id: newId("recoveryCode"), userId: asha.id, codeHash });
  const renewed = await renewRecoveryCodes(me, { password: PASSWORD, code: "1234-56ab-cdef-ghjk" });
  expect(renewed.recoveryCodes).toHaveLength(10);
});

test("a forgotten password of a confirmed account leaves the second factor on", async () => {
  await enrolled();
  await requestPasswordReset(guest(services), asha.email);
  const token = await tokenMailedTo(services, asha.email, "password-reset");
  await completePasswordReset(guest(services), { token, newPassword: "my own quiet harbour" });
  const answer = await signIn(guest(services), { email: asha.email, password: "my own quiet harbour", kind: "web" });
  expect(answer.kind).toBe("second_factor");
});

test("the session that switched it on counts as opened with it", async () => {
  const { me } = await enrolled();
  const [session] = await services.db.select().from(tables.sessions).where(eq(tables.sessions.id, me.actor.sessionId));
  expect(session).toMatchObject({ secondFactorAt: expect.any(Date), endedAt: null });
});

test("the challenge lasts five minutes, and the session it ends in knows the second factor", async () => {
  const { secret } = await enrolled();
  const asked = await challenge();
  expect(asked.expiresAt.getTime() - services.clock.now().getTime()).toBe(5 * MINUTE_MS);
  services.clock.advance(5 * MINUTE_MS - 1);
  const opened = await signInWithCode(guest(services), { challenge: asked.challenge, code: codeOf(secret) });
  expect(opened).toMatchObject({ kind: "signed_in", userId: asha.id, name: "Asha", email: asha.email, token: null });
  const [session] = await services.db.select().from(tables.sessions).where(eq(tables.sessions.id, opened.sessionId));
  expect(session).toMatchObject({ kind: "web", secondFactorAt: expect.any(Date) });
});

test("between the steps a block or the end of the second factor closes the door", async () => {
  const { secret, recoveryCodes } = await enrolled();
  const asked = await challenge();
  const { users, totpFactors } = tables;
  const enter = (code: string) => signInWithCode(guest(services), { challenge: asked.challenge, code });
  await services.db.update(users).set({ blockedAt: new Date() }).where(eq(users.id, asha.id));
  await expect(enter(codeOf(secret))).rejects.toThrow(AccountBlocked);
  await services.db.update(users).set({ blockedAt: null }).where(eq(users.id, asha.id));
  await services.db.delete(totpFactors).where(eq(totpFactors.userId, asha.id));
  for (const code of [codeOf(secret), recoveryCodes[0] ?? ""]) await expect(enter(code)).rejects.toThrow(WrongCode);
});

test("right codes do not add up to too many tries", async () => {
  const { me, recoveryCodes } = await enrolled();
  for (const code of recoveryCodes.slice(0, 7)) {
    const asked = await challenge();
    await signInWithCode(guest(services), { challenge: asked.challenge, code });
  }
  let [code = ""] = recoveryCodes.slice(7);
  for (let round = 0; round < 7; round++) {
    const renewed = await renewRecoveryCodes(me, { password: PASSWORD, code });
    code = renewed.recoveryCodes[0] ?? "";
  }
});

test("a recovery code is taken with blanks and in capitals, once, and from its owner alone", async () => {
  const { recoveryCodes } = await enrolled();
  const [first = "", second = ""] = recoveryCodes;
  const typed = first.toUpperCase().replaceAll("-", " ");
  const enter = async (code: string) =>
    signInWithCode(guest(services), { challenge: (await challenge()).challenge, code });
  expect((await enter(typed)).userId).toBe(asha.id);
  await expect(enter(typed)).rejects.toThrow(WrongCode);
  const owner = asha;
  asha = await addPerson(services, "ben", { email: `ben${serial}@example.com`, passwordHash });
  await enrolled();
  await expect(enter(second)).rejects.toThrow(WrongCode);
  asha = owner;
  expect((await enter(second)).userId).toBe(owner.id);
});

test("a secret has 160 bits and is never given twice", () => {
  const secrets = Array.from({ length: 20 }, newTotpSecret);
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(new Set(secrets).size).toBe(20);
});

test("begun again at the moment of its confirmation, the first secret is worth nothing either", async () => {
  const { me, secret } = await begun();
  const { totpFactors } = tables;
  const confirming = await services.db.transaction(async (others) => {
    const secretEncrypted = sealTotpSecret(me, newTotpSecret());
    await others.update(totpFactors).set({ secretEncrypted }).where(eq(totpFactors.userId, asha.id));
    const confirmed = Promise.allSettled([confirmTwoFactor(me, codeOf(secret))]);
    const waiting = async () => (await services.db.execute(sql`select from pg_locks where not granted`)).length;
    await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(0);
    return { confirmed };
  });
  expect(await confirming.confirmed).toMatchObject([{ status: "rejected", reason: expect.any(WrongCode) }]);
});
