import { testDatabase } from "@stoa/db/testing/database";
import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import { type DatabaseState, databaseState } from "../testing/hostile/database-state.ts";
import { HOSTILE } from "../testing/hostile/env.ts";
import { HOSTILE_TEXTS } from "../testing/hostile/hostile-values.ts";
import { NO_BOUND } from "../testing/no-bound.ts";
import { addPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { createAuth } from "./next-auth.ts";

const database = testDatabase();
const services = testServices(database, { limiter: NO_BOUND });
const auth = createAuth(async () => services, {
  kind: "web",
  cookiePrefix: "stoa",
  secure: false,
  setCookie: async () => {},
});
type Handled = Parameters<typeof auth.handlers.GET>[0];
const AT = "http://web.test/api/auth";
const RUNS = { numRuns: 5 * HOSTILE.HOSTILE_INPUTS, seed: HOSTILE.HOSTILE_SEED };
vi.setConfig({ testTimeout: 30_000 + 1_000 * HOSTILE.HOSTILE_INPUTS });
let state: DatabaseState;

beforeAll(async () => {
  await addPerson(services, "asha", { passwordHash: await services.passwords.hash("seven wet umbrellas") });
  state = await databaseState(database);
});

const texts = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS, "asha@example.com"),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const fields = fc.dictionary(
  fc.constantFrom(
    "email",
    "password",
    "challenge",
    "code",
    "csrfToken",
    "callbackUrl",
    "json",
    "redirect",
    "__proto__",
  ),
  texts,
);
/** A cookie is of any byte but those that end it. */
const cookieValues = texts.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 5_000));
const cookies = fc
  .dictionary(fc.constantFrom("stoa.session", "stoa.csrf", "stoa.callback", "stoa.device", "x"), cookieValues)
  .map((jar) =>
    Object.entries(jar)
      .map(([name, value]) => `${name}=${value}`)
      .join("; "),
  );

async function csrf(): Promise<{ token: string; cookie: string }> {
  const answer = await auth.handlers.GET(new Request(`${AT}/csrf`, { headers: HTTP }) as Handled);
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return { token: csrfToken, cookie: answer.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
}
const HTTP = { "x-forwarded-proto": "http" };

/** Nobody is signed in by it, nothing is written, and it is no fault of ours. */
async function mustOpenNothing(answer: Response): Promise<void> {
  expect(answer.status, (await answer.clone().text()).slice(0, 300)).toBeLessThan(500);
  expect(answer.headers.getSetCookie().filter((cookie) => /^stoa\.session=[^;]/.test(cookie))).toEqual([]);
  expect(await state.changed()).toEqual([]);
}

test("T12 T15 a sign-in form that holds anything opens nothing, with the page's own token too", async () => {
  const { token, cookie } = await csrf();
  const property = fc.asyncProperty(fc.tuple(fields, cookies, fc.boolean()), async ([form, jar, own]) => {
    const body = new URLSearchParams(Object.entries(form).map(([name, text]) => [name, text.toWellFormed()]));
    if (own) body.set("csrfToken", token);
    const headers = {
      ...HTTP,
      cookie: own ? `${cookie}; ${jar}` : jar,
      "content-type": "application/x-www-form-urlencoded",
    };
    const request = new Request(`${AT}/callback/credentials`, { method: "POST", headers, body });
    await mustOpenNothing(await auth.handlers.POST(request as Handled));
  });
  await fc.assert(property, RUNS);
});

test("T12 any path, cookie and body at the sign-in's handlers is refused or led away", async () => {
  const paths = fc.constantFrom(
    "",
    "session",
    "signin",
    "signout",
    "callback/credentials",
    "callback/x",
    "error?error=%00",
    "csrf",
    "providers",
    "%2e%2e",
    "__proto__",
    "signin/credentials?callbackUrl=//evil.example",
  );
  const property = fc.asyncProperty(
    fc.tuple(paths, cookies, fc.uint8Array({ maxLength: 200 }), fc.boolean()),
    async ([path, jar, body, post]) => {
      const headers = { ...HTTP, cookie: jar };
      const request = new Request(
        `${AT}/${path}`,
        post ? { method: "POST", headers, body: Buffer.from(body) } : { headers },
      );
      const answer = await (post ? auth.handlers.POST : auth.handlers.GET)(request as Handled);
      await mustOpenNothing(answer);
      expect(answer.headers.get("location") ?? AT).toMatch(/^(http:\/\/web\.test\/|\/(?!\/))/);
    },
  );
  await fc.assert(property, RUNS);
});
