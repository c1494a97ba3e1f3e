import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { queuedMails, tokenMailedTo } from "../testing/mails.ts";
import { addPerson, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { LinkNotUsable, ProofNeeded, WeakPassword, WrongCredentials } from "./errors.ts";
import { resolveActor } from "./resolve-actor.ts";
import { signIn } from "./sign-in.ts";
import { resendVerification, signUp } from "./sign-up.ts";
import { verifyEmail } from "./verify-email.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";

let serial = 0;
let email = "";
beforeEach(() => {
  serial += 1;
  email = `person${serial}@example.com`;
});

const accountOf = async (address: string) => {
  const [user] = await services.db.select().from(tables.users).where(eq(tables.users.emailNormalised, address));
  return user;
};
const mailsTo = async (address: string) =>
  (await queuedMails(services)).filter((mail) => mail.to === address).map((mail) => mail.template);
const visitor = () => guest(services, { ip: `198.51.100.${serial}` });

describe("signing up", () => {
  test("makes an unconfirmed account and mails a link", async () => {
    expect(await signUp(visitor(), { name: "Asha", email, password: PASSWORD })).toEqual({ sent: true });
    expect(await accountOf(email)).toMatchObject({ name: "Asha", emailVerifiedAt: null });
    expect(await mailsTo(email)).toEqual(["verify-email"]);
  });

  test("takes the language and the country of the request for the person's", async () => {
    const email = "marie@example.com";
    await signUp(guest(services, { locale: "fr", country: "BE" }), { name: "Marie", email, password: PASSWORD });
    const [user] = await services.db.select().from(tables.users).where(eq(tables.users.email, email));
    expect(user).toMatchObject({ id: expect.stringMatching(/^usr_/), locale: "fr", country: "BE" });
    expect(user?.passwordChangedAt).toEqual(services.clock.now());
  });

  test("T04 with a known address gives the same answer, changes nothing and mails how to sign in", async () => {
    const known = await addPerson(services, "ben", { email });
    expect(await signUp(visitor(), { name: "Stranger", email, password: PASSWORD })).toEqual({ sent: true });
    expect(await accountOf(email)).toMatchObject({ id: known.id, name: "Ben", passwordHash: null });
    expect(await mailsTo(email)).toEqual(["account-exists"]);
  });

  test("a hundred times at once with one address makes one account", async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 100 }, () => signUp(visitor(), { name: "Asha", email, password: PASSWORD })),
    );
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(5);
    const rows = await services.db.select().from(tables.users).where(eq(tables.users.emailNormalised, email));
    expect(rows).toHaveLength(1);
  });

  test.each([
    ["short", "too short"],
    ["password12345", "a common word with digits"],
    ["1234567890", "a run of digits"],
    ["aaaaaaaaaaaaaaa", "one letter"],
  ])("refuses %s: %s", async (password) => {
    await expect(signUp(visitor(), { name: "Asha", email, password })).rejects.toThrow(WeakPassword);
    expect(await accountOf(email)).toBeUndefined();
  });

  test("T14 refuses a password made of the address, and takes a sentence, 64 letters and any script", async () => {
    await expect(signUp(visitor(), { name: "Asha", email, password: `${email}1` })).rejects.toThrow(WeakPassword);
    for (const password of ["x".repeat(20).replace("xxxx", "Räum"), "काम करना अच्छा है", "the quick fox ".repeat(70)]) {
      serial += 1;
      await signUp(visitor(), { name: "Asha", email: `person${serial}@example.com`, password });
    }
  });

  test("stores a password as Argon2id with at least 19 MiB and two passes", async () => {
    await signUp(visitor(), { name: "Asha", email, password: PASSWORD });
    expect((await accountOf(email))?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test("a link is mailed again on request, and only to who waits for one", async () => {
    await signUp(visitor(), { name: "Asha", email, password: PASSWORD });
    const first = await tokenMailedTo(services, email, "verify-email");
    await resendVerification(visitor(), email);
    await resendVerification(visitor(), `nobody-${email}`);
    expect(await mailsTo(email)).toEqual(["verify-email", "verify-email"]);
    expect(await mailsTo(`nobody-${email}`)).toEqual([]);
    await expect(verifyEmail(visitor(), { token: first, password: PASSWORD })).rejects.toThrow(LinkNotUsable);
  });
});

describe("confirming the address", () => {
  const registered = async () => {
    await signUp(visitor(), { name: "Asha", email, password: PASSWORD });
    return tokenMailedTo(services, email, "verify-email");
  };

  test("takes the link and the password, once", async () => {
    const token = await registered();
    await verifyEmail(visitor(), { token, password: PASSWORD });
    expect((await accountOf(email))?.emailVerifiedAt).not.toBeNull();
    await expect(verifyEmail(visitor(), { token, password: PASSWORD })).rejects.toThrow(LinkNotUsable);
  });

  test("takes the link and a session of the same account", async () => {
    const token = await registered();
    const user = await accountOf(email);
    const own = await signedIn(services, {
      id: user?.id ?? "",
      name: "Asha",
      email,
      roles: ["learner"],
      emailVerified: false,
    });
    expect(await verifyEmail(own, { token })).toEqual({ userId: user?.id });
  });

  test("T08 does not take the link alone, nor with another's session, nor with a wrong password", async () => {
    const token = await registered();
    const other = await signedIn(services, await addPerson(services, "ben", { email: `ben-${email}` }));
    await expect(verifyEmail(visitor(), { token })).rejects.toThrow(ProofNeeded);
    await expect(verifyEmail(other, { token })).rejects.toThrow(ProofNeeded);
    await expect(verifyEmail(visitor(), { token, password: "not this one at all" })).rejects.toThrow(WrongCredentials);
    expect((await accountOf(email))?.emailVerifiedAt).toBeNull();
  });

  test("T08 by the owner of the mailbox takes a stranger's registration over: password, sessions and all", async () => {
    const token = await registered();
    const stranger = await signIn(visitor(), { email, password: PASSWORD, kind: "mobile" });
    const bearer = stranger.kind === "signed_in" ? (stranger.token ?? "") : "";
    expect((await resolveActor(services, { bearer })).kind).toBe("user");
    await verifyEmail(visitor(), { token, newPassword: "my own quiet harbour" });
    expect((await resolveActor(services, { bearer })).kind).toBe("guest");
    await expect(signIn(visitor(), { email, password: PASSWORD, kind: "web" })).rejects.toThrow(WrongCredentials);
    expect(await signIn(visitor(), { email, password: "my own quiet harbour", kind: "web" })).toMatchObject({
      kind: "signed_in",
    });
  });

  test("writes the fact for what was bought as a guest, and an audit entry, in the same commit", async () => {
    const token = await registered();
    const { userId } = await verifyEmail(visitor(), { token, password: PASSWORD });
    const facts = await services.db
      .select()
      .from(tables.outbox)
      .where(eq(tables.outbox.job, "checkout.join_guest_purchases"));
    expect(facts.map((fact) => fact.payload)).toContainEqual({ userId });
    const audit = await services.db.select().from(tables.auditEntries).where(eq(tables.auditEntries.subjectId, userId));
    expect(audit.map((entry) => entry.action)).toEqual(["identity.sign_up", "identity.verify_email"]);
  });

  test("T05 twenty times at once succeeds once", async () => {
    const token = await registered();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => verifyEmail(visitor(), { token, newPassword: "my own quiet harbour" })),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });

  test("T05 an old or a made-up link is refused", async () => {
    const token = await registered();
    await services.db
      .update(tables.emailTokens)
      .set({ expiresAt: new Date(0) })
      .where(eq(tables.emailTokens.email, email));
    for (const dead of [token, "x".repeat(43)])
      await expect(verifyEmail(visitor(), { token: dead, password: PASSWORD })).rejects.toThrow(LinkNotUsable);
  });
});
