import { money } from "@stoa/kit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import { LmsOutcomeUnknown, LmsRefused, LmsUnavailable } from "../errors.ts";
import type { Lms } from "../lms.ts";
import { createFrappeLms, type FrappeLmsConfig } from "./frappe-lms.ts";

const sandbox = testSandbox();
const MAYA = { email: "Maya@Example.com", name: "Maya" };
const GREEK = { lmsUser: "maya@example.com", lmsCourse: "greek-for-beginners" };

function connect(over: Partial<FrappeLmsConfig> = {}): Lms {
  const baseUrl = `${sandbox.url}/frappe`;
  return createFrappeLms({ baseUrl, apiKey: "sandbox", apiSecret: "sandbox", allowPrivateAddress: true, ...over });
}

interface LmsBooks {
  users: { name: string }[];
  enrolments: { member: string; course: string; progress: number; paymentId: string | null; amount: string | null }[];
}

async function books(): Promise<LmsBooks> {
  return ((await sandbox.control("GET", "state")) as { lms: LmsBooks }).lms;
}

const fault = (kind: string, rate = 1, delayMs = 0) =>
  sandbox.control("POST", "faults", { target: "frappe", kind, rate, delayMs });
const complete = (member: string, course: string, lessons?: string[]) =>
  sandbox.control("POST", "lms/complete", { member, course, ...(lessons && { lessons }) });

/** Tries again as the worker would, a bounded number of times. */
async function persistently<T>(act: () => Promise<T>, tries = 12): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await act();
    } catch (error) {
      const again = error instanceof LmsUnavailable || error instanceof LmsOutcomeUnknown;
      if (!again || left <= 1) throw error;
    }
  }
}

beforeEach(() => sandbox.control("POST", "reset"));
afterEach(() => sandbox.control("DELETE", "faults"));

describe("users", () => {
  test("a user is made once and found again, whatever the case of the address", async () => {
    const lms = connect();
    expect(await lms.ensureUser(MAYA)).toEqual({ lmsUser: "maya@example.com", created: true });
    expect(await lms.ensureUser({ ...MAYA, email: "maya@example.com" })).toMatchObject({ created: false });
    expect((await books()).users).toHaveLength(1);
  });

  test("two makers at once end with one user and no error", async () => {
    const lms = connect();
    const made = await Promise.all(Array.from({ length: 10 }, () => lms.ensureUser(MAYA)));
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect((await books()).users).toHaveLength(1);
  });

  test("a user whose creation was answered into the void is found", async () => {
    await fault("cut_after", 0.5);
    expect(await persistently(() => connect().ensureUser(MAYA))).toMatchObject({ lmsUser: "maya@example.com" });
    expect((await books()).users).toHaveLength(1);
  });

  test("the site's bound on new users is waited for", async () => {
    await sandbox.control("POST", "lms/site", { throttleUserLimit: 1 });
    await connect().ensureUser(MAYA);
    const second = connect().ensureUser({ email: "ravi@example.com", name: "Ravi" });
    await expect(second).rejects.toMatchObject({ code: "lms_unavailable", retryAfterMs: 60_000 });
  });
});

describe("enrolments", () => {
  beforeEach(async () => {
    await connect().ensureUser(MAYA);
  });

  test("one is made, with its payment, and found again", async () => {
    const lms = connect();
    expect(await lms.findEnrolment(GREEK)).toBeNull();
    const payment = { paymentId: "pay_1", amount: money(4900, "EUR"), referralCode: "RAVI" };
    expect(await lms.ensureEnrolment({ ...GREEK, payment })).toMatchObject({ ...GREEK, progress: 0, created: true });
    expect(await lms.ensureEnrolment(GREEK)).toMatchObject({ ...GREEK, created: false });
    expect(await lms.findEnrolment(GREEK)).toMatchObject(GREEK);
    expect((await books()).enrolments).toMatchObject([{ paymentId: "pay_1", amount: "49.00" }]);
  });

  test("what somebody else enrolled in between counts as done", async () => {
    const lms = connect();
    let raced = false;
    const racing = connect({
      fetch: async (url, init) => {
        if (init?.method === "POST" && !raced) {
          raced = true;
          await lms.ensureEnrolment(GREEK);
        }
        return fetch(url, init);
      },
    });
    expect(await racing.ensureEnrolment(GREEK)).toMatchObject({ created: false });
    expect((await books()).enrolments).toHaveLength(1);
  });

  test("T82 one that was made, but whose answer was lost, is found and not made again", async () => {
    let cut = true;
    const lms = connect({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (init?.method === "POST" && cut) {
          cut = false;
          throw new TypeError("fetch failed");
        }
        return response;
      },
    });
    expect(await lms.ensureEnrolment(GREEK)).toMatchObject({ created: true });
    expect((await books()).enrolments).toHaveLength(1);
  });

  test("one is removed, all of them when there are several, and removing again is no error", async () => {
    const lms = connect();
    await lms.ensureEnrolment(GREEK);
    expect(await lms.removeEnrolment(GREEK)).toEqual({ removed: true });
    expect(await lms.removeEnrolment(GREEK)).toEqual({ removed: false });
    expect((await books()).enrolments).toEqual([]);
  });

  test("an unknown course and an unknown member are refused for good", async () => {
    await expect(connect().ensureEnrolment({ ...GREEK, lmsCourse: "no-such-course" })).rejects.toMatchObject({
      code: "lms_refused",
      excType: "LinkValidationError",
    });
    await expect(connect().ensureEnrolment({ ...GREEK, lmsUser: "ravi@example.com" })).rejects.toThrow(LmsRefused);
  });

  test.each([{ published: false }, { paidCourse: true }, { disableSelfLearning: true }])(
    "a course that is %o takes people from a Moderator, not from a System Manager alone",
    async (course) => {
      await sandbox.control("POST", "lms/courses", { name: "guarded", ...course });
      const guarded = { ...GREEK, lmsCourse: "guarded" };
      await sandbox.control("POST", "lms/site", { roles: ["System Manager"] });
      await expect(connect().ensureEnrolment(guarded)).rejects.toMatchObject({ excType: "ValidationError" });
      await sandbox.control("POST", "lms/site", { roles: ["System Manager", "Moderator"] });
      expect(await connect().ensureEnrolment(guarded)).toMatchObject({ created: true });
    },
  );
});

describe("trouble", () => {
  test("T84 a wrong key is refused, and its error names no secret", async () => {
    const error = await connect({ apiSecret: "w0ng-secret" })
      .ping()
      .catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code: "lms_refused", excType: "AuthenticationError" });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain("w0ng-secret");
  });

  test.each([
    ["error", LmsUnavailable],
    ["rate_limited", LmsUnavailable],
    ["cut_before", LmsUnavailable],
  ])("a read under the fault %s is retried later", async (kind, failure) => {
    await fault(kind);
    await expect(connect().ping()).rejects.toThrow(failure);
  });

  test("the limiter's Retry-After is passed on", async () => {
    await fault("rate_limited");
    await expect(connect().ping()).rejects.toMatchObject({ retryAfterMs: 2000 });
  });

  test("a slow LMS is given up on", async () => {
    await fault("delay", 1, 1_000);
    await expect(connect({ timeoutMs: 100 }).ping()).rejects.toThrow(LmsUnavailable);
  });

  test("T82 100 enrolments through errors and lost answers end in 100 memberships, none double", async () => {
    await fault("error", 0.3);
    await fault("cut_after", 0.3);
    let calls = 0;
    const lms = connect({
      fetch: (url, init) => {
        if (String(url).includes("LMS%20Enrollment")) calls += 1;
        return fetch(url, init);
      },
    });
    const people = Array.from({ length: 100 }, (_, index) => `learner-${index}@example.com`);
    for (let start = 0; start < people.length; start += 10) {
      await Promise.all(
        people.slice(start, start + 10).map(async (email) => {
          const { lmsUser } = await persistently(() => lms.ensureUser({ email, name: "Learner" }), 60);
          await persistently(() => lms.ensureEnrolment({ lmsUser, lmsCourse: "greek-for-beginners" }), 60);
        }),
      );
    }
    await sandbox.control("DELETE", "faults");
    const members = (await books()).enrolments.map(({ member }) => member);
    expect(members.toSorted()).toEqual(people.toSorted());
    expect(calls / people.length).toBeLessThanOrEqual(12);
  });
});

describe("reading back", () => {
  const since = () => new Date(Date.now() - 60_000);

  test("progress is found, although the LMS does not touch the enrolment's time", async () => {
    const lms = connect();
    await lms.ensureUser(MAYA);
    await lms.ensureEnrolment(GREEK);
    expect((await lms.listProgressSince({ since: since() })).items).toEqual([]);
    await complete(GREEK.lmsUser, GREEK.lmsCourse, ["Begin here"]);
    expect((await lms.listProgressSince({ since: since() })).items).toMatchObject([{ ...GREEK, progress: 25 }]);
    expect((await lms.listProgressSince({ since: new Date(Date.now() + 1000) })).items).toEqual([]);
  });

  test("page by page, everybody's progress is found", async () => {
    const lms = connect();
    const people = Array.from({ length: 7 }, (_, index) => `p${index}@example.com`);
    for (const email of people) {
      await lms.ensureUser({ email, name: "P" });
      await lms.ensureEnrolment({ lmsUser: email, lmsCourse: "greek-for-beginners" });
      await complete(email, "greek-for-beginners");
    }
    const from = since();
    const found = new Set<string>();
    let cursor: string | null = null;
    do {
      const page = await lms.listProgressSince({ since: from, limit: 3, ...(cursor !== null && { cursor }) });
      for (const item of page.items) {
        expect(item.progress).toBe(100);
        found.add(item.lmsUser);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect([...found].toSorted()).toEqual(people);
  });

  test("a learner finishes on the LMS's own page and the certificate is found", async () => {
    const lms = connect();
    await lms.ensureUser(MAYA);
    await lms.ensureEnrolment(GREEK);
    const course = lms.courseUrl(GREEK.lmsCourse);
    expect(await (await fetch(`${course}?member=${GREEK.lmsUser}`)).text()).toContain("You are enrolled");
    const lessons = new URLSearchParams({ member: GREEK.lmsUser });
    for (const lesson of ["Begin here", "The first exercise", "Looking closer", "What you take with you"]) {
      lessons.append("lesson", lesson);
    }
    await fetch(`${course}/lessons`, { method: "POST", body: lessons });
    await fetch(`${course}/certificate`, { method: "POST", body: new URLSearchParams({ member: GREEK.lmsUser }) });
    const [certificate] = (await lms.listCertificates({ since: since() })).items;
    expect(certificate).toMatchObject({ ...GREEK, expiresOn: null });
    expect(await (await fetch(certificate?.url ?? "")).text()).toContain("Greek for beginners");
  });
});
