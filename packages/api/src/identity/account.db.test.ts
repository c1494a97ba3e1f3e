import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { MINUTE_MS } from "@stoa/kit";
import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TooManyRequests } from "../middleware/rate-limits.ts";
import { createCaller } from "../root.ts";
import { queuedMails, tokenMailedTo } from "../testing/mails.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { claimPurchase, issueClaimLink } from "./claim-purchase.ts";
import { LinkNotUsable, SignInToClaim, WeakPassword, WrongPassword } from "./errors.ts";
import { changePassword, confirmEmailChange, requestEmailChange } from "./own-account.ts";
import { completePasswordReset, requestPasswordReset } from "./password-reset.ts";
import { readLink } from "./queries.ts";
import { resolveActor } from "./resolve-actor.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
const NEW = "my own quiet harbour";
let passwordHash = "";
let asha: TestPerson;
let serial = 0;

beforeAll(async () => {
  passwordHash = await services.passwords.hash(PASSWORD);
});
beforeEach(async () => {
  serial += 1;
  asha = await addPerson(services, "asha", { email: `asha${serial}@example.com`, passwordHash });
});

const visitor = () => guest(services, { ip: `198.51.100.${serial}` });
const session = (who = asha) => signedIn(services, who);
const isLive = async (sessionId: string) => (await resolveActor(services, { sessionId, kind: "web" })).kind === "user";
const canSignIn = (password: string, email = asha.email) =>
  signIn(visitor(), { email, password, kind: "web" }).then(
    () => true,
    () => false,
  );
const mailsTo = async (address: string) =>
  (await queuedMails(services)).filter((mail) => mail.to === address).map((mail) => mail.template);
const userOf = async (id: string) => (await services.db.select().from(tables.users).where(eq(tables.users.id, id)))[0];

describe("a forgotten password", () => {
  const linked = async () => {
    await requestPasswordReset(visitor(), asha.email);
    return tokenMailedTo(services, asha.email, "password-reset");
  };

  test("T05 T10 is set anew by the mailed link, which ends every session and is told", async () => {
    const mine = await session();
    await completePasswordReset(visitor(), { token: await linked(), newPassword: NEW });
    expect(await isLive(mine.actor.sessionId)).toBe(false);
    expect([await canSignIn(NEW), await canSignIn(PASSWORD)]).toEqual([true, false]);
    expect(await mailsTo(asha.email)).toContain("password-changed-notice");
  });

  test("T04 asked for with an unknown address gives the same answer, and mails nobody", async () => {
    for (const address of [asha.email, `ghost${serial}@example.com`])
      expect(await requestPasswordReset(visitor(), address)).toEqual({ sent: true });
    expect(await mailsTo(`ghost${serial}@example.com`)).toEqual([]);
    expect(await mailsTo(asha.email)).toEqual(["password-reset"]);
  });

  test("T05 is set once by twenty who press at once", async () => {
    const token = await linked();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => completePasswordReset(visitor(), { token, newPassword: `${NEW} ${i}` })),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });

  test("T05 cannot be set by a link that is used, superseded, older than half an hour, or older than the password", async () => {
    const first = await linked();
    const second = await linked();
    await expect(completePasswordReset(visitor(), { token: first, newPassword: NEW })).rejects.toThrow(LinkNotUsable);
    await changePassword(await session(), { password: PASSWORD, newPassword: NEW });
    await expect(completePasswordReset(visitor(), { token: second, newPassword: NEW })).rejects.toThrow(LinkNotUsable);
    const third = await linked();
    await services.db
      .update(tables.emailTokens)
      .set({ expiresAt: new Date() })
      .where(and(eq(tables.emailTokens.userId, asha.id), isNull(tables.emailTokens.usedAt)));
    await expect(completePasswordReset(visitor(), { token: third, newPassword: NEW })).rejects.toThrow(LinkNotUsable);
  });

  test("T05 lasts half an hour by the database's clock", async () => {
    await linked();
    const [token] = await services.db.select().from(tables.emailTokens).where(eq(tables.emailTokens.userId, asha.id));
    const life = (token?.expiresAt.getTime() ?? 0) - (token?.createdAt.getTime() ?? 0);
    expect(Math.round(life / MINUTE_MS)).toBe(30);
    expect(token?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("is asked for at most five times in 15 minutes, known address or not", async () => {
    for (const email of [asha.email, `ghost${serial}@example.com`]) {
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => requestPasswordReset(visitor(), email)));
      expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(5);
    }
  });

  test("keeps its link when the new password is refused", async () => {
    const token = await linked();
    await expect(completePasswordReset(visitor(), { token, newPassword: "password123" })).rejects.toThrow(WeakPassword);
    await completePasswordReset(visitor(), { token, newPassword: NEW });
  });

  test("T08 of an unconfirmed registration confirms the address and takes away what its maker set up", async () => {
    const email = `victim${serial}@example.com`;
    await signUp(visitor(), { name: "Stranger", email, password: PASSWORD });
    const strangers = await signIn(visitor(), { email, password: PASSWORD, kind: "web" });
    await requestPasswordReset(visitor(), email);
    await completePasswordReset(visitor(), {
      token: await tokenMailedTo(services, email, "password-reset"),
      newPassword: NEW,
    });
    expect(strangers.kind === "signed_in" && (await isLive(strangers.sessionId))).toBe(false);
    expect(await canSignIn(PASSWORD, email)).toBe(false);
    const [user] = await services.db.select().from(tables.users).where(eq(tables.users.emailNormalised, email));
    expect(user?.emailVerifiedAt).not.toBeNull();
  });
});

describe("changing the password", () => {
  test("T10 ends every other session and keeps this one", async () => {
    const [here, elsewhere] = [await session(), await session()];
    await changePassword(here, { password: PASSWORD, newPassword: NEW });
    expect([await isLive(here.actor.sessionId), await isLive(elsewhere.actor.sessionId)]).toEqual([true, false]);
    expect(await canSignIn(NEW)).toBe(true);
  });

  test("needs the present one, and a good one", async () => {
    const here = await session();
    await expect(changePassword(here, { password: "not it", newPassword: NEW })).rejects.toThrow(WrongPassword);
    await expect(changePassword(here, { password: PASSWORD, newPassword: "qwertyuiop" })).rejects.toThrow(WeakPassword);
    expect(await canSignIn(PASSWORD)).toBe(true);
  });
});

test("wrong passwords in one's own session are counted for each person, and forgotten after a right one", async () => {
  const [here, ben] = [
    await session(),
    await addPerson(services, "ben", { email: `ben${serial}@example.com`, passwordHash }),
  ];
  const guess = (ctx: typeof here, password: string) => changePassword(ctx, { password, newPassword: NEW });
  for (let i = 0; i < 4; i++) await expect(guess(here, "not this one")).rejects.toThrow(WrongPassword);
  await guess(here, PASSWORD);
  for (let i = 0; i < 5; i++) await expect(guess(here, "not this one")).rejects.toThrow(WrongPassword);
  await expect(guess(here, NEW)).rejects.toThrow(TooManyRequests);
  await guess(await session(ben), PASSWORD);
});

describe("changing the address", () => {
  test("takes effect when the new mailbox confirms, and the old one is told without the whole of it", async () => {
    const here = await session();
    const email = `new${serial}@example.com`;
    await requestEmailChange(here, { password: PASSWORD, email });
    expect((await userOf(asha.id))?.email).toBe(asha.email);
    await confirmEmailChange(here, await tokenMailedTo(services, email, "email-change-confirm"));
    expect(await userOf(asha.id)).toMatchObject({ email, emailNormalised: email });
    const [notice] = (await queuedMails(services)).filter((mail) => mail.to === asha.email);
    expect(notice).toMatchObject({ template: "email-changed-notice", data: { newEmail: "n…@example.com" } });
  });

  test("T04 to a taken address answers alike and mails nobody", async () => {
    const ben = await addPerson(services, "ben", { email: `ben${serial}@example.com` });
    expect(await requestEmailChange(await session(), { password: PASSWORD, email: ben.email })).toEqual({ sent: true });
    expect(await mailsTo(ben.email)).toEqual([]);
  });

  test("T19 is confirmed by nobody else's session", async () => {
    const email = `new${serial}@example.com`;
    await requestEmailChange(await session(), { password: PASSWORD, email });
    const token = await tokenMailedTo(services, email, "email-change-confirm");
    const ben = await session(await addPerson(services, "ben", { email: `ben${serial}@example.com` }));
    await expect(confirmEmailChange(ben, token)).rejects.toThrow(LinkNotUsable);
    expect((await userOf(asha.id))?.email).toBe(asha.email);
  });

  test("of two who want one address, one gets it", async () => {
    const ben = await addPerson(services, "ben", { email: `ben${serial}@example.com`, passwordHash });
    const email = `wanted${serial}@example.com`;
    const [mine, bens] = [await session(), await session(ben)];
    const tokens: string[] = [];
    for (const ctx of [mine, bens]) {
      await requestEmailChange(ctx, { password: PASSWORD, email });
      tokens.push(await tokenMailedTo(services, email, "email-change-confirm"));
    }
    const outcomes = await Promise.allSettled([
      confirmEmailChange(mine, tokens[0] ?? ""),
      confirmEmailChange(bens, tokens[1] ?? ""),
    ]);
    expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    for (const one of outcomes)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "email_taken" });
  });
});

describe("claiming a guest's purchase", () => {
  const claimToken = async (email: string) => {
    const link = await withTransaction(visitor(), (tx) => issueClaimLink(tx, { email, orderId: "ord_1" }));
    return new URL(link).searchParams.get("token") ?? "";
  };
  const facts = async (userId: string) =>
    (await services.db.select().from(tables.outbox)).filter(
      (row) => row.job === "checkout.join_guest_purchases" && JSON.stringify(row.payload).includes(userId),
    );

  test("makes an account with a proved address, and writes the fact that joins the purchase", async () => {
    const email = `guest${serial}@example.com`;
    const token = await claimToken(email);
    expect(await readLink(visitor(), token)).toEqual({ purpose: "claim_purchase", email, needs: "new_password" });
    const { userId } = await claimPurchase(visitor(), { token, name: "Gita", newPassword: NEW });
    expect((await userOf(userId))?.emailVerifiedAt).not.toBeNull();
    expect(await facts(userId)).toHaveLength(1);
    expect(await canSignIn(NEW, email)).toBe(true);
    await expect(claimPurchase(visitor(), { token, name: "Gita", newPassword: NEW })).rejects.toThrow(LinkNotUsable);
  });

  test("T08 takes over a registration that nobody confirmed: its password and sessions are gone", async () => {
    const email = `guest${serial}@example.com`;
    await signUp(visitor(), { name: "Stranger", email, password: PASSWORD });
    const strangers = await signIn(visitor(), { email, password: PASSWORD, kind: "web" });
    const { userId } = await claimPurchase(visitor(), {
      token: await claimToken(email),
      name: "Gita",
      newPassword: NEW,
    });
    expect(strangers.kind === "signed_in" && (await isLive(strangers.sessionId))).toBe(false);
    expect([await canSignIn(PASSWORD, email), await canSignIn(NEW, email)]).toEqual([false, true]);
    expect((await userOf(userId))?.name).toBe("Gita");
  });

  test("of an account that is confirmed asks to sign in, and the link stays good", async () => {
    const token = await claimToken(asha.email);
    expect((await readLink(visitor(), token)).needs).toBe("sign_in");
    for (let i = 0; i < 2; i++)
      await expect(claimPurchase(visitor(), { token, name: "X", newPassword: NEW })).rejects.toThrow(SignInToClaim);
    expect(await canSignIn(PASSWORD)).toBe(true);
  });

  test("twenty times at once makes one account", async () => {
    const token = await claimToken(`guest${serial}@example.com`);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => claimPurchase(visitor(), { token, name: "Gita", newPassword: NEW })),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });
});

describe("one's own account", () => {
  test("T19 shows and ends its sessions, and nobody else's", async () => {
    const [here, there] = [await session(), await session()];
    const stranger = await session(await addPerson(services, "ben", { email: `ben${serial}@example.com` }));
    const me = createCaller(here);
    const { items } = await me.identity.sessions.list();
    expect(items.map((one) => one.id).sort()).toEqual([here.actor.sessionId, there.actor.sessionId].sort());
    expect(items.find((one) => one.current)?.id).toBe(here.actor.sessionId);
    await expect(me.identity.sessions.end({ id: stranger.actor.sessionId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await me.identity.sessions.end({ id: there.actor.sessionId });
    expect([await isLive(there.actor.sessionId), await isLive(stranger.actor.sessionId)]).toEqual([false, true]);
    await session();
    expect(await me.identity.sessions.endAll({})).toEqual({ ended: 1 });
    expect(await me.identity.sessions.endAll({ exceptThis: false })).toEqual({ ended: 1 });
    expect(await isLive(here.actor.sessionId)).toBe(false);
  });

  test("T20 keeps what the person says of themselves, clean, and refuses fields that are not theirs to set", async () => {
    const me = createCaller(await session());
    await me.identity.updateProfile({ name: "<b>Asha</b> Rao", timeZone: "Asia/Kolkata", country: "IN", locale: "hi" });
    expect(await me.identity.me()).toMatchObject({
      name: "Asha Rao",
      timeZone: "Asia/Kolkata",
      country: "IN",
      locale: "hi",
      secondFactor: "off",
      hasPassword: true,
    });
    const update = me.identity.updateProfile as (input: unknown) => Promise<unknown>;
    for (const input of [
      { roles: ["owner"] },
      { emailVerifiedAt: new Date() },
      { timeZone: "Mars/Base" },
      { country: "in" },
    ])
      await expect(update(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
