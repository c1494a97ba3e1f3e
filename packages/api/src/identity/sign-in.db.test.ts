import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { MINUTE_MS } from "@stoa/kit";
import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TooManyRequests } from "../middleware/rate-limits.ts";
import { queuedMails } from "../testing/mails.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { knownDevice } from "./device.ts";
import { AccountBlocked, ChallengeExpired, WrongCode, WrongCredentials } from "./errors.ts";
import { resolveActor } from "./resolve-actor.ts";
import { newTotpSecret, sealTotpSecret, totpOf } from "./second-factor.ts";
import { signOut } from "./sessions.ts";
import { signIn, signInWithCode } from "./sign-in.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
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

const fromIp = (ip = `198.51.100.${serial}`) => guest(services, { ip });
const password = (text = PASSWORD, deviceToken?: string) => ({
  email: asha.email,
  password: text,
  kind: "mobile" as const,
  deviceToken,
});
const opened = async (answer: ReturnType<typeof signIn>) => {
  const given = await answer;
  if (given.kind !== "signed_in") throw new Error("a second factor was asked for");
  return given;
};

describe("signing in", () => {
  test("T10 opens a session with an id of its own each time, for seven days", async () => {
    const first = await opened(signIn(fromIp(), password()));
    const second = await opened(signIn(fromIp(), password()));
    expect(second.sessionId).not.toBe(first.sessionId);
    expect(first).toMatchObject({ sessionId: expect.stringMatching(/^ses_/), name: "Asha", email: asha.email });
    expect(second.expiresAt.getTime() - Date.now()).toBeGreaterThan(7 * 24 * 60 * MINUTE_MS - MINUTE_MS);
    expect(await resolveActor(services, { bearer: first.token ?? "" })).toMatchObject({
      id: asha.id,
      roles: ["learner"],
    });
  });

  test("does not keep the bearer token itself, and gives none to a browser", async () => {
    const mobile = await opened(signIn(fromIp(), password()));
    const [row] = await services.db.select().from(tables.sessions).where(eq(tables.sessions.id, mobile.sessionId));
    expect(JSON.stringify(row)).not.toContain(mobile.token);
    const web = await opened(signIn(fromIp(), { ...password(), kind: "web" }));
    expect(web.token).toBeNull();
    expect((await resolveActor(services, { sessionId: web.sessionId, kind: "admin" })).kind).toBe("guest");
    expect((await resolveActor(services, { sessionId: web.sessionId, kind: "web" })).kind).toBe("user");
  });

  test("T04 refuses a wrong password, an unknown address and an account without a password alike", async () => {
    const ben = await addPerson(services, "ben", { email: `ben${serial}@example.com` });
    const refusals = await Promise.all(
      [
        { ...password("something else") },
        { ...password(), email: "nobody@example.com" },
        { ...password(), email: ben.email },
      ].map((input) => signIn(fromIp(), input).catch((error: unknown) => error)),
    );
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(WrongCredentials);
    expect(new Set(refusals.map(String)).size).toBe(1);
  });

  test("T14 tells two passwords apart that share their first 72 bytes, and takes one letter in either form", async () => {
    const long = "x".repeat(72);
    const person = await addPerson(services, "ben", {
      email: `long${serial}@example.com`,
      passwordHash: await services.passwords.hash(`${long}é`),
    });
    const as = (text: string) => signIn(fromIp(), { email: person.email, password: text, kind: "web" });
    await expect(as(`${long}e`)).rejects.toThrow(WrongCredentials);
    expect((await as(`${long}e\u0301`)).kind).toBe("signed_in");
  });

  test("refuses a blocked person, but says so only to who knows the password", async () => {
    await services.db.update(tables.users).set({ blockedAt: new Date() }).where(eq(tables.users.id, asha.id));
    await expect(signIn(fromIp(), password("wrong one here"))).rejects.toThrow(WrongCredentials);
    await expect(signIn(fromIp(), password())).rejects.toThrow(AccountBlocked);
  });

  test("from a new device is told to the person; the first one and a known one are not", async () => {
    const first = await opened(signIn(fromIp(), password()));
    await opened(signIn(fromIp(), password(PASSWORD, first.deviceToken)));
    const mails = async () => (await queuedMails(services)).filter((mail) => mail.to === asha.email);
    expect(await mails()).toEqual([]);
    await opened(signIn(fromIp(), password()));
    expect(await mails()).toMatchObject([{ template: "new-device-sign-in", data: { device: "Firefox on Linux" } }]);
  });
});

test("a device keeps the mark it has, and gets one of its own for each person who signs in on it", async () => {
  const ben = await addPerson(services, "ben", { email: `ben${serial}@example.com`, passwordHash });
  const first = await opened(signIn(fromIp(), password()));
  const again = await opened(signIn(fromIp(), password(PASSWORD, first.deviceToken)));
  expect(again.deviceToken).toBe(first.deviceToken);
  const bens = await opened(signIn(fromIp(), { ...password(PASSWORD, first.deviceToken), email: ben.email }));
  expect(knownDevice(fromIp(), bens.deviceToken)).toMatchObject({ userId: ben.id });
});

describe("guessing", () => {
  test("T01 a thousand times at once costs five hash checks, and the rest are told to wait", async () => {
    const before = services.passwords.checks();
    const tries = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, i) => signIn(fromIp(`192.0.2.${i % 250}`), password(`guess number ${i}`))),
    );
    expect(services.passwords.checks() - before).toBe(5);
    const limited = tries.filter((one) => one.status === "rejected" && one.reason instanceof TooManyRequests);
    expect(limited).toHaveLength(995);
  });

  test("T02 by strangers does not lock out a device that the person has used", async () => {
    const { deviceToken } = await opened(signIn(fromIp(), password()));
    for (let i = 0; i < 6; i++) await signIn(fromIp("192.0.2.1"), password("wrong again")).catch(() => {});
    await expect(signIn(fromIp(), password())).rejects.toThrow(TooManyRequests);
    expect((await signIn(fromIp(), password(PASSWORD, deviceToken))).kind).toBe("signed_in");
  });

  test("T02 with somebody else's or an altered device token gains nothing", async () => {
    const ben = await addPerson(services, "ben", { email: `ben${serial}@example.com`, passwordHash });
    const bens = await opened(signIn(fromIp(), { email: ben.email, password: PASSWORD, kind: "mobile" }));
    for (let i = 0; i < 6; i++) await signIn(fromIp("192.0.2.1"), password("wrong again")).catch(() => {});
    const unknown = { ...password(PASSWORD, bens.deviceToken), email: `nobody${serial}@example.com` };
    await expect(signIn(fromIp(), unknown)).rejects.toThrow(WrongCredentials);
    for (const token of [bens.deviceToken, `${bens.deviceToken}x`, "made up"])
      await expect(signIn(fromIp(), password(PASSWORD, token))).rejects.toThrow(TooManyRequests);
  });

  test("T02 over many accounts from one address is stopped", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 110 }, (_, i) =>
        signIn(fromIp("203.0.113.99"), { email: `target${i}@example.com`, password: "spring2026!", kind: "web" }),
      ),
    );
    const limited = outcomes.filter((one) => one.status === "rejected" && one.reason instanceof TooManyRequests);
    expect(limited).toHaveLength(10);
  });

  test("ends with a right password: only failures in a row add up", async () => {
    for (let i = 0; i < 8; i++) expect((await signIn(fromIp(), password())).kind).toBe("signed_in");
  });
});

describe("the second factor", () => {
  const secret = newTotpSecret();
  const codeAt = (ms: number) => totpOf(secret, "").generate({ timestamp: services.clock.now().getTime() + ms });
  beforeEach(async () => {
    services.clock.advance(5 * MINUTE_MS);
    await services.db.insert(tables.totpFactors).values({
      userId: asha.id,
      secretEncrypted: sealTotpSecret(guest(services), secret),
      confirmedAt: new Date(),
    });
  });
  const challenged = async () => {
    const answer = await signIn(fromIp(), password());
    if (answer.kind !== "second_factor") throw new Error("no second factor was asked for");
    return answer.challenge;
  };

  test("is asked for after the password, and opens the session", async () => {
    const { token } = await signInWithCode(fromIp(), { challenge: await challenged(), code: codeAt(0) });
    expect((await resolveActor(services, { bearer: token ?? "" })).kind).toBe("user");
  });

  test("takes the code before and after, and no other", async () => {
    for (const [offset, right] of [
      [-60_000, false],
      [-30_000, true],
      [0, true],
      [30_000, true],
      [60_000, false],
    ] as const) {
      const outcome = await signInWithCode(fromIp(), { challenge: await challenged(), code: codeAt(offset) }).then(
        () => true,
        () => false,
      );
      expect(outcome).toBe(right);
    }
  });

  test("T13 takes a code once, also when it is sent twenty times at once", async () => {
    await services.db.delete(tables.rateLimitWindows);
    const challenge = await challenged();
    const code = codeAt(0);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => signInWithCode(fromIp(), { challenge, code })),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });

  test("T13 is guessed at most five times", async () => {
    const challenge = await challenged();
    const tries = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) => signInWithCode(fromIp(), { challenge, code: String(100_000 + i) })),
    );
    const checked = tries.filter((one) => one.status === "rejected" && one.reason instanceof WrongCode);
    expect(checked).toHaveLength(5);
  });

  test("T13 must follow within five minutes, on the same password, with an unaltered challenge", async () => {
    const challenge = await challenged();
    const late = { challenge, code: "000000" };
    await expect(signInWithCode(fromIp(), { ...late, challenge: `${challenge}x` })).rejects.toThrow(ChallengeExpired);
    services.clock.advance(5 * MINUTE_MS);
    await expect(signInWithCode(fromIp(), late)).rejects.toThrow(ChallengeExpired);
    const fresh = await challenged();
    await services.db.update(tables.users).set({ passwordChangedAt: new Date() }).where(eq(tables.users.id, asha.id));
    await expect(signInWithCode(fromIp(), { challenge: fresh, code: codeAt(0) })).rejects.toThrow(ChallengeExpired);
  });
});

describe("a session", () => {
  const live = async (who: TestPerson) => (await signedIn(services, who)).actor.sessionId;
  const kindOf = async (sessionId: string) => (await resolveActor(services, { sessionId, kind: "web" })).kind;
  const age = (sessionId: string, minutes: number) =>
    services.db
      .update(tables.sessions)
      .set({ lastSeenAt: new Date(Date.now() - minutes * MINUTE_MS) })
      .where(eq(tables.sessions.id, sessionId));

  test("T10 is nobody's once it has ended, expired, or its person is blocked or gone", async () => {
    const sessions = tables.sessions;
    const mine = await live(asha);
    expect(await kindOf(mine)).toBe("user");
    await signOut({
      ...(await signedIn(services, asha)),
      actor: { ...(await signedIn(services, asha)).actor, sessionId: mine },
    });
    expect(await kindOf(mine)).toBe("guest");

    const expired = await live(asha);
    await services.db.update(sessions).set({ expiresAt: new Date() }).where(eq(sessions.id, expired));
    expect(await kindOf(expired)).toBe("guest");

    const orphan = await live(asha);
    await services.db.update(tables.users).set({ deletedAt: new Date() }).where(eq(tables.users.id, asha.id));
    expect(await kindOf(orphan)).toBe("guest");
    expect(await kindOf("ses_made_up")).toBe("guest");
  });

  test("T10 of staff ends after 30 idle minutes; a learner's goes on", async () => {
    const ada = await addPerson(services, "ada", { email: `ada${serial}@example.com` });
    const [staffs, learners] = [await live(ada), await live(asha)];
    await age(staffs, 29);
    expect(await kindOf(staffs)).toBe("user");
    await age(staffs, 31);
    await age(learners, 31);
    expect(await kindOf(staffs)).toBe("guest");
    expect(await kindOf(learners)).toBe("user");
  });

  test("notes when it was last seen at most once a minute", async () => {
    const mine = await live(asha);
    const seen = async () => {
      const [row] = await services.db.select().from(tables.sessions).where(eq(tables.sessions.id, mine));
      return row?.lastSeenAt.getTime() ?? 0;
    };
    const before = await seen();
    await kindOf(mine);
    expect(await seen()).toBe(before);
    await age(mine, 2);
    await Promise.all(Array.from({ length: 10 }, () => kindOf(mine)));
    expect(Date.now() - (await seen())).toBeLessThan(MINUTE_MS);
  });

  test("of staff without a second factor holds no permission", async () => {
    const ada = await addPerson(services, "ada", { email: `ada${serial}@example.com` });
    const mine = await live(ada);
    await services.db
      .update(tables.sessions)
      .set({ secondFactorAt: null })
      .where(and(eq(tables.sessions.id, mine)));
    const actor = await resolveActor(services, { sessionId: mine, kind: "web" });
    expect(actor).toMatchObject({ kind: "user", secondFactorMissing: true });
    expect(actor.kind === "user" && actor.permissions.size).toBe(0);
  });
});
