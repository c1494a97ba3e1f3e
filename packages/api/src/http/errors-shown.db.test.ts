import { testDatabase } from "@stoa/db/testing/database";
import { DomainError, ERROR_KINDS, HTTP_STATUS } from "@stoa/kit";
import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { GUEST } from "../platform/actor.ts";
import { NO_BOUND } from "../testing/no-bound.ts";
import { testServices } from "../testing/services.ts";
import { restHandler } from "./rest-handler.ts";
import { trpcHandler } from "./trpc-handler.ts";

const database = testDatabase();
const services = testServices(database, { limiter: NO_BOUND });
const SECRET = "nine purple otters sang";

/** Both faces over a cache that throws something, which stands for anything that a verb may throw. */
function asked(thrown: unknown) {
  const cache = { ...services.cache, read: () => Promise.reject(thrown) };
  const face = {
    services: async () => ({ ...services, db: database.db, limiter: NO_BOUND, cache }),
    actorOf: async () => GUEST,
  };
  return {
    trpc: () => trpcHandler(face)(new Request("http://web.test/api/trpc/courses.list?input=%7B%22json%22%3A%7B%7D%7D")),
    rest: () => restHandler(face)(new Request("http://web.test/api/v1/courses")),
  };
}

const nested = new Error(`connect postgres://stoa:${SECRET}@10.0.0.5:5432/stoa`, {
  cause: Object.assign(new Error("ECONNREFUSED 10.0.0.5:5432"), { code: "ECONNREFUSED" }),
});
const UNEXPECTED: Readonly<Record<string, unknown>> = {
  "an error with its cause": nested,
  "a failed statement": new DrizzleQueryError(`select * from users where password = $1`, [SECRET], nested),
  "a type error": new TypeError(`Cannot read properties of undefined (reading '${SECRET}')`),
  "an overflow": new RangeError("Maximum call stack size exceeded"),
  "several at once": new AggregateError([nested, new Error(SECRET)], SECRET),
  "an aborted call": AbortSignal.abort(SECRET).reason,
  "a text": SECRET,
  "an object": { password: SECRET, stack: "at /srv/stoa/packages/api/src/root.ts:1:1" },
  nothing: undefined,
};
const INTERNAL = new RegExp(
  `${SECRET}|select |users|postgres|10\\.0\\.0|\\.ts|node_modules|\\bat \\/|"stack":"|Error:`,
  "i",
);

describe("T27 what goes wrong", () => {
  test.each(Object.entries(UNEXPECTED))(
    "unexpectedly, as %s, shows nothing of itself and a correlation id",
    async (_, thrown) => {
      for (const ask of Object.values(asked(thrown))) {
        const answer = await ask();
        const text = await answer.text();
        expect(answer.status).toBe(500);
        expect(text).not.toMatch(INTERNAL);
        expect(text).toContain('"code":"internal"');
        expect(text).toContain(answer.headers.get("x-correlation-id") ?? "never");
      }
    },
  );

  test.each(ERROR_KINDS)("by a rule that says %s has its status, its code and its words, and no more", async (kind) => {
    class Refused extends DomainError {
      constructor() {
        super(kind, "the_rule_says_no", "The rule says no.", { limit: 3 }, { cause: nested });
      }
    }
    for (const ask of Object.values(asked(new Refused()))) {
      const answer = await ask();
      const text = await answer.text();
      expect(answer.status).toBe(HTTP_STATUS[kind]);
      expect(text).not.toMatch(INTERNAL);
      expect(text).toContain('"code":"the_rule_says_no"');
      expect(text).toContain("The rule says no.");
      expect(text).toContain(answer.headers.get("x-correlation-id") ?? "never");
    }
  });
});
