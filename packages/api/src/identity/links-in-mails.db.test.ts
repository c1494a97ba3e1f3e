import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { NotSignedIn } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { queuedMails, tokenMailedTo } from "../testing/mails.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { claimPurchase, issueClaimLink } from "./claim-purchase.ts";
import { issueEmailToken } from "./email-token.ts";
import { EmailTaken, LinkNotUsable } from "./errors.ts";
import { changePassword, confirmEmailChange, requestEmailChange } from "./own-account.ts";
import { completePasswordReset, requestPasswordReset } from "./password-reset.ts";
import { readLink } from "./queries.ts";
import { newTotpSecret, sealTotpSecret, totpOf } from "./second-factor.ts";
import { signIn } from "./sign-in.ts";
import { resendVerification, signUp } from "./sign-up.ts";
import { beginTwoFactor, confirmTwoFactor } from "./two-factor.ts";
import { verifyEmail } from "./verify-email.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
const NEW = "my own quiet harbour";
let passwordHash = "";
let serial = 0;
let asha: TestPerson;
let ben: TestPerson;
let fresh = "";

beforeAll(async () => {
  passwordHash = await services.passwords.hash(PASSWORD);
});
beforeEach(async () => {
  serial += 1;
  fresh = `fresh${serial}@example.com`;
  [asha, ben] = [await add("asha"), await add("ben")];
});

const add = (who: "asha" | "ben") =>
  addPerson(services, who, { email: `${who}${serial}@example.com`, passwordHash, locale: "fr" });
const visitor = () => guest(services, { ip: `198.51.100.${serial}` });
const as = (person: TestPerson) => signedIn(services, person);
const setUser = (id: string, values: Partial<typeof tables.users.$inferInsert>) =>
  services.db.update(tables.users).set(values).where(eq(tables.users.id, id));
const mailsTo = async (to: string) => (await queuedMails(services)).filter((mail) => mail.to === to);
const registered = async () => {
  await signUp(visitor(), { name: "Gita", email: fresh, password: PASSWORD });
  const [user] = await services.db.select().from(tables.users).where(eq(tables.users.email, fresh));
  if (!user) throw new Error("nobody was registered");
  return { id: user.id, name: "Gita", email: fresh, roles: ["learner"], emailVerified: false } as const;
};
const issue = (asked: Parameters<typeof issueEmailToken>[1]) =>
  withTransaction(visitor(), (tx) => issueEmailToken(tx, asked));

describe("the page behind a mailed link", () => {
  test("asks who confirms an address for the password, but for nothing in their own session", async () => {
    const gita = await registered();
    const token = await tokenMailedTo(services, fresh, "verify-email");
    const answer = { purpose: "verify_email", email: fresh };
    expect(await readLink(visitor(), token)).toEqual({ ...answer, needs: "password" });
    expect(await readLink(await as(ben), token)).toEqual({ ...answer, needs: "password" });
    expect(await readLink(await as(gita), token)).toEqual({ ...answer, needs: "nothing" });
  });

  test("asks for a new password where one was forgotten", async () => {
    await requestPasswordReset(visitor(), asha.email);
    const token = await tokenMailedTo(services, asha.email, "password-reset");
    for (const ctx of [visitor(), await as(asha)])
      expect(await readLink(ctx, token)).toEqual({
        purpose: "reset_password",
        email: asha.email,
        needs: "new_password",
      });
  });

  test("asks who changes an address to sign in, but for nothing in their own session", async () => {
    await requestEmailChange(await as(asha), { password: PASSWORD, email: fresh });
    const token = await tokenMailedTo(services, fresh, "email-change-confirm");
    const answer = { purpose: "change_email", email: fresh };
    expect(await readLink(visitor(), token)).toEqual({ ...answer, needs: "sign_in" });
    expect(await readLink(await as(ben), token)).toEqual({ ...answer, needs: "sign_in" });
    expect(await readLink(await as(asha), token)).toEqual({ ...answer, needs: "nothing" });
  });

  test("asks for a new password while the account of a purchase is not confirmed", async () => {
    await registered();
    const link = await withTransaction(visitor(), (tx) => issueClaimLink(tx, { email: fresh, orderId: "ord_1" }));
    const token = new URL(link).searchParams.get("token") ?? "";
    expect((await readLink(visitor(), token)).needs).toBe("new_password");
    const [kept] = await services.db.select().from(tables.emailTokens).where(eq(tables.emailTokens.orderId, "ord_1"));
    expect(kept).toMatchObject({ id: expect.stringMatching(/^etk_/), purpose: "claim_purchase" });
  });
});

describe("a link is of no use", () => {
  test("to set a password, once the account has another address", async () => {
    await requestPasswordReset(visitor(), asha.email);
    const token = await tokenMailedTo(services, asha.email, "password-reset");
    await setUser(asha.id, { email: fresh, emailNormalised: fresh });
    await expect(completePasswordReset(visitor(), { token, newPassword: NEW })).rejects.toThrow(LinkNotUsable);
  });

  test("to somebody who was blocked or deleted meanwhile", async () => {
    for (const state of [{ blockedAt: new Date() }, { blockedAt: null, deletedAt: new Date() }]) {
      const token = await issue({ purpose: "reset_password", email: asha.email, userId: asha.id });
      await setUser(asha.id, state);
      await expect(completePasswordReset(visitor(), { token, newPassword: NEW })).rejects.toThrow(LinkNotUsable);
    }
  });

  test("to confirm the next account of an address that was registered twice", async () => {
    const before = await registered();
    const token = await tokenMailedTo(services, fresh, "verify-email");
    await setUser(before.id, { deletedAt: new Date(), email: `gone-${fresh}`, emailNormalised: `gone-${fresh}` });
    await registered();
    const old = await issue({ purpose: "verify_email", email: fresh, userId: before.id });
    for (const stale of [token, old])
      await expect(verifyEmail(visitor(), { token: stale, password: PASSWORD })).rejects.toThrow(LinkNotUsable);
  });

  test("to take over an account that was confirmed meanwhile", async () => {
    const gita = await registered();
    const token = await tokenMailedTo(services, fresh, "verify-email");
    await setUser(gita.id, { emailVerifiedAt: new Date() });
    await expect(verifyEmail(visitor(), { token, newPassword: NEW })).rejects.toThrow(LinkNotUsable);
    expect((await signIn(visitor(), { email: fresh, password: PASSWORD, kind: "web" })).kind).toBe("signed_in");
  });

  test("for another purpose than its own", async () => {
    await registered();
    const token = await tokenMailedTo(services, fresh, "verify-email");
    await expect(completePasswordReset(visitor(), { token, newPassword: NEW })).rejects.toThrow(LinkNotUsable);
    await expect(claimPurchase(visitor(), { token, name: "X", newPassword: NEW })).rejects.toThrow(LinkNotUsable);
    await expect(confirmEmailChange(await as(asha), token)).rejects.toThrow(LinkNotUsable);
  });

  test("to move to an address that somebody took meanwhile", async () => {
    await requestEmailChange(await as(asha), { password: PASSWORD, email: fresh });
    const token = await tokenMailedTo(services, fresh, "email-change-confirm");
    await registered();
    await expect(confirmEmailChange(await as(asha), token)).rejects.toThrow(EmailTaken);
  });
});

test("a session of somebody deleted changes no password", async () => {
  const session = await as(asha);
  await setUser(asha.id, { deletedAt: new Date() });
  await expect(changePassword(session, { password: PASSWORD, newPassword: NEW })).rejects.toThrow(NotSignedIn);
});

test("an address that waits for nothing, or is blocked, is mailed no new link", async () => {
  await resendVerification(visitor(), asha.email);
  const gita = await registered();
  await setUser(gita.id, { blockedAt: new Date() });
  await resendVerification(visitor(), fresh);
  await signUp(visitor(), { name: "Gita", email: fresh, password: PASSWORD });
  await requestPasswordReset(visitor(), fresh);
  expect(await mailsTo(asha.email)).toEqual([]);
  expect((await mailsTo(fresh)).map((mail) => mail.template)).toEqual(["verify-email"]);
});

describe("a mail says", () => {
  const page = (path: string) => expect.stringMatching(new RegExp(`^http://web\\.test${path}\\?token=[\\w-]{43}$`));
  const at = () => services.clock.now().toISOString();

  test("to who registers, where to confirm and for how long", async () => {
    await registered();
    const data = { name: "Gita", verifyUrl: page("/verify-email"), validForMinutes: 1_440 };
    expect(await mailsTo(fresh)).toEqual([{ template: "verify-email", to: fresh, data }]);
  });

  test("to who has an account, how to sign in", async () => {
    await signUp(visitor(), { name: "Stranger", email: asha.email, password: PASSWORD });
    const data = {
      name: "Asha",
      signInUrl: "http://web.test/sign-in",
      resetUrl: "http://web.test/forgot-password",
    };
    expect(await mailsTo(asha.email)).toEqual([{ template: "account-exists", to: asha.email, data }]);
  });

  test("to who forgot the password, where to set one; then, that it was set", async () => {
    await requestPasswordReset(visitor(), asha.email);
    const token = await tokenMailedTo(services, asha.email, "password-reset");
    await completePasswordReset(visitor(), { token, newPassword: NEW });
    expect(await mailsTo(asha.email)).toEqual([
      {
        template: "password-reset",
        to: asha.email,
        data: { name: "Asha", resetUrl: page("/reset-password"), validForMinutes: 30 },
      },
      {
        template: "password-changed-notice",
        to: asha.email,
        data: { name: "Asha", at: at(), timeZone: "UTC", resetUrl: "http://web.test/forgot-password" },
      },
    ]);
  });

  test("to the new address, where to confirm; to the old, where it went and whom to ask", async () => {
    await requestEmailChange(await as(asha), { password: PASSWORD, email: fresh });
    await confirmEmailChange(await as(asha), await tokenMailedTo(services, fresh, "email-change-confirm"));
    expect(await mailsTo(fresh)).toEqual([
      {
        template: "email-change-confirm",
        to: fresh,
        data: { name: "Asha", confirmUrl: page("/change-email"), validForMinutes: 1_440 },
      },
    ]);
    expect(await mailsTo(asha.email)).toEqual([
      {
        template: "email-changed-notice",
        to: asha.email,
        data: {
          name: "Asha",
          at: at(),
          timeZone: "UTC",
          newEmail: "f…@example.com",
          supportUrl: "http://web.test/support",
        },
      },
    ]);
  });

  test("after a sign-in on a new device, which device, from where, and where to end it", async () => {
    await as(asha);
    await signIn(visitor(), { email: asha.email, password: PASSWORD, kind: "web" });
    expect(await mailsTo(asha.email)).toEqual([
      {
        template: "new-device-sign-in",
        to: asha.email,
        data: {
          name: "Asha",
          at: at(),
          timeZone: "UTC",
          device: "Firefox on Linux",
          ipAddress: `198.51.100.${serial}`,
          sessionsUrl: "http://web.test/account/sessions",
        },
      },
    ]);
  });

  test("that the second factor changed, how, and where to look", async () => {
    const me = await as(asha);
    const { secret } = await beginTwoFactor(me, PASSWORD);
    await confirmTwoFactor(me, totpOf(secret, "").generate({ timestamp: services.clock.now().getTime() }));
    expect(await mailsTo(asha.email)).toEqual([
      {
        template: "two-factor-changed",
        to: asha.email,
        data: {
          name: "Asha",
          at: at(),
          timeZone: "UTC",
          change: "enabled",
          securityUrl: "http://web.test/account/security",
        },
      },
    ]);
  });

  test("all of it in the language of the person, and stands by their name", async () => {
    await services.db.insert(tables.totpFactors).values({
      userId: ben.id,
      secretEncrypted: sealTotpSecret(visitor(), newTotpSecret()),
    });
    const session = await as(ben);
    await signUp(visitor(), { name: "Stranger", email: ben.email, password: PASSWORD });
    await requestPasswordReset(visitor(), ben.email);
    await signIn(visitor(), { email: ben.email, password: PASSWORD, kind: "web" });
    await changePassword(session, { password: PASSWORD, newPassword: NEW });
    await requestEmailChange(await as(ben), { password: NEW, email: fresh });
    await confirmEmailChange(await as(ben), await tokenMailedTo(services, fresh, "email-change-confirm"));
    const mails = await services.db.select().from(tables.mails).where(eq(tables.mails.userId, ben.id));
    expect(mails.map(({ template, locale }) => `${template} ${locale}`).sort()).toEqual([
      "account-exists fr",
      "email-change-confirm fr",
      "email-changed-notice fr",
      "new-device-sign-in fr",
      "password-changed-notice fr",
      "password-reset fr",
    ]);
  });
});
