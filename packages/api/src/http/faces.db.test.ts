import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../platform/secrets.ts";
import { cpuMsOf } from "../testing/cpu-time.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { createAuth } from "./next-auth.ts";
import { openApiDocument } from "./openapi.ts";
import { restHandler } from "./rest-handler.ts";
import { procedures, ROUTES } from "./routes.ts";
import { trpcHandler } from "./trpc-handler.ts";

const services = testServices(testDatabase(), { environment: { CORS_ORIGINS: "https://partner.example" } });
const { face } = createAuth(async () => services, { kind: "web", cookiePrefix: "stoa", secure: false });
const trpc = trpcHandler(face);
const rest = restHandler(face);
const PASSWORD = "seven wet umbrellas";
let serial = 0;

beforeAll(async () => {
  await addPerson(services, "asha", { passwordHash: await services.passwords.hash(PASSWORD) });
});
beforeEach(() => {
  serial += 1;
});

const from = () => ({ "x-stoa-peer": `198.51.100.${serial}` });
const call = (path: string, input: unknown, headers: Record<string, string> = {}) =>
  trpc(
    new Request(`http://web.test/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...from(), ...headers },
      body: JSON.stringify(input),
    }),
  );
const ask = (path: string, headers: Record<string, string> = {}) =>
  rest(new Request(`http://web.test/api/v1${path}`, { headers: { ...from(), ...headers } }));

/** The error of either face. */
interface Refusal {
  code: string;
  message: string;
  details: Record<string, unknown>;
  path: string;
  timestamp: string;
  correlationId: string;
}
const trpcError = async (answer: Response) =>
  ((await answer.json()) as { error: { json: { data: { error: Refusal } } } }).error.json.data.error;
const restError = async (answer: Response) => ((await answer.json()) as { error: Refusal }).error;

describe("over tRPC", () => {
  const signInInput = (password: string) => ({ json: { email: "asha@example.com", password } });

  test("the mobile app signs in, is known by its token, and is nobody after signing out", async () => {
    const answer = (await (await call("identity.signIn", signInInput(PASSWORD))).json()) as {
      result: { data: { json: { token: string } } };
    };
    const authorization = `Bearer ${answer.result.data.json.token}`;
    expect((await call("identity.signOut", {}, { authorization })).status).toBe(200);
    expect((await call("identity.signOut", {}, { authorization })).status).toBe(401);
  });

  test("T17 ten sign-ins in one request are refused before a single password is checked", async () => {
    const before = services.passwords.checks();
    const paths = Array.from({ length: 10 }, () => "identity.signIn").join(",");
    const inputs = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [i, signInInput(`guess ${i}`)]));
    for (const path of [paths, encodeURIComponent(paths)]) {
      const answer = await call(`${path}?batch=1`, inputs);
      expect(answer.status).toBe(400);
      expect((await restError(answer)).code).toBe("not_in_a_batch");
    }
    expect(services.passwords.checks()).toBe(before);
  });

  test("T17 eleven calls in one request are refused, and each of ten counts", async () => {
    const batch = (n: number) => {
      const paths = Array.from({ length: n }, () => "settings.public").join(",");
      return trpc(new Request(`http://web.test/api/trpc/${paths}?batch=1`, { headers: from() }));
    };
    expect((await batch(11)).status).toBe(400);
    await batch(10);
    const windows = await services.db.select().from(tables.rateLimitWindows);
    expect(windows.find((row) => row.key === `read:settings.public:198.51.100.${serial}`)?.hits).toBe(10);
  });

  test("T15 a form or a script of another site changes nothing", async () => {
    const foreign: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
    ];
    for (const headers of foreign) {
      const answer = await call("identity.signUp", signInInput("x"), headers);
      expect(answer.status).toBe(403);
      expect((await restError(answer)).code).toBe("cross_site_request");
    }
  });

  test("T15 a body that is no JSON by its type, or a mutation by GET, is refused", async () => {
    const plain = await call("identity.signIn", signInInput(PASSWORD), { "content-type": "text/plain" });
    expect(plain.status).toBe(415);
    const input = encodeURIComponent(JSON.stringify(signInInput(PASSWORD)));
    const get = await trpc(new Request(`http://web.test/api/trpc/identity.signIn?input=${input}`, { headers: from() }));
    expect(get.status).toBe(405);
  });

  test("T14 a megabyte of password is refused unread, also when its length is not told", async () => {
    const big = JSON.stringify(signInInput("x".repeat(1_100_000)));
    const input: unknown = JSON.parse(big);
    expect(await cpuMsOf(async () => expect((await call("identity.signIn", input)).status).toBe(413))).toBeLessThan(
      200,
    );
    const stream = new Blob([big]).stream();
    const request = new Request("http://web.test/api/trpc/identity.signIn", {
      method: "POST",
      headers: { "content-type": "application/json", ...from() },
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect((await trpc(request)).status).toBe(413);
  });

  test("T27 a refusal names each field, the path and the request, and nothing internal", async () => {
    const answer = await call(
      "identity.signUp",
      { json: { email: "no", role: "owner" } },
      { "x-correlation-id": "test-0001" },
    );
    expect(answer.headers.get("x-correlation-id")).toBe("test-0001");
    const error = await trpcError(answer);
    expect(error).toMatchObject({ code: "invalid_input", path: "identity.signUp", correlationId: "test-0001" });
    const fields = (error.details.issues as { path: string }[]).map((issue) => issue.path);
    expect(fields.sort()).toEqual(["email", "name", "password", "role"]);
    expect(JSON.stringify(error)).not.toMatch(/at .*\.ts|node_modules|stack/);
  });

  test("T27 an accident of ours shows its number and nothing of itself", async () => {
    const broken = trpcHandler({
      ...face,
      services: async () => ({
        ...services,
        db: services.db,
        limiter: services.limiter,
        passwords: { ...services.passwords, verify: () => Promise.reject(new Error("postgres://user:secret@host")) },
      }),
    });
    const answer = await broken(
      new Request("http://web.test/api/trpc/identity.signIn", {
        method: "POST",
        headers: { "content-type": "application/json", ...from() },
        body: JSON.stringify(signInInput("x")),
      }),
    );
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).not.toContain("secret@host");
    expect(text).toContain(answer.headers.get("x-correlation-id") ?? "never");
  });

  test("T01 too many tries are told when to come back", async () => {
    let answer = new Response();
    for (let i = 0; i < 11; i++) answer = await call("identity.signUp", { json: {} });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answer.headers.get("ratelimit-remaining")).toBe("0");
  });
});

describe("over REST", () => {
  test("the same procedures answer, for our person by a token too", async () => {
    const page = (await (await ask("/courses?limit=1")).json()) as { items: unknown[] };
    expect(page.items).toEqual([]);
    expect((await ask("/courses", { authorization: "Bearer stoa_notatokenofoursatall" })).status).toBe(200);
    expect((await ask("/enrolments")).status).toBe(401);
  });

  test("what is not there, and what is not JSON, is refused in the one shape", async () => {
    const missing = await ask("/nowhere", { "x-correlation-id": "test-0002" });
    expect(missing.status).toBe(404);
    expect(await restError(missing)).toMatchObject({
      code: "no_such_route",
      path: "/nowhere",
      correlationId: "test-0002",
    });
    const post = await rest(
      new Request("http://web.test/api/v1/checkouts", { method: "POST", headers: from(), body: "lines=1" }),
    );
    expect(post.status).toBe(400);
    expect((await restError(post)).code).toBe("body_not_json");
  });

  test("T23 T24 a name given twice, a page without bounds and an unknown field are refused by name", async () => {
    for (const query of [
      "limit=1&limit=2",
      "limit=1000000000",
      "limit=NaN",
      "limit=1e309",
      "colour=red",
      "cursor=forged",
    ]) {
      const answer = await ask(`/courses?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });

  test("a page of another origin may read the answer only when it is on the list", async () => {
    const allowed = async (origin: string) =>
      (await ask("/courses", { origin })).headers.get("access-control-allow-origin");
    expect(await allowed("https://partner.example")).toBe("https://partner.example");
    expect(await allowed("https://evil.example")).toBeNull();
    expect(await allowed("null")).toBeNull();
  });

  test("T33 nobody's personal answer may be kept on the way", async () => {
    expect((await ask("/courses")).headers.get("cache-control")).toBe("private, no-store");
  });
});

describe("the document of the REST API", () => {
  test("describes every route that is served, in OpenAPI 3.1", () => {
    const document = openApiDocument("http://web.test") as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toMatch(/^3\.1/);
    for (const route of ROUTES)
      expect(Object.keys(document.paths[route.template] ?? {})).toContain(route.method.toLowerCase());
  });

  test("no two procedures claim one route", () => {
    const claims = ROUTES.map((route) => `${route.method} ${route.template}`);
    expect(new Set(claims).size).toBe(claims.length);
  });
});

test("T10 an ended session stops working over tRPC with the next call", async () => {
  const person = await addPerson(services, "ben", { email: `ben${serial}@example.com` });
  const ctx = await signedIn(services, person);
  const mobile = "stoa_0123456789012345678901234567";
  await services.db
    .update(tables.sessions)
    .set({ kind: "mobile", tokenHash: sha256(mobile) })
    .where(eq(tables.sessions.id, ctx.actor.sessionId));
  const me = () =>
    trpc(
      new Request("http://web.test/api/trpc/identity.me", {
        headers: { ...from(), authorization: `Bearer ${mobile}` },
      }),
    );
  expect((await me()).status).toBe(200);
  await services.db.update(tables.users).set({ blockedAt: new Date() }).where(eq(tables.users.id, person.id));
  expect((await me()).status).toBe(401);
});

test("every procedure that bounds guessing says so in its meta", () => {
  const limits = new Map(procedures().map(({ path, meta }) => [path, meta.limit]));
  for (const path of ["identity.signIn", "identity.signInWithCode"]) expect(limits.get(path)).toBe("sign_in_ip");
});

describe("from the edges", () => {
  test("T87 a path that does not decode is a refusal that names the part, not a fault of ours", async () => {
    const answer = await ask("/courses/%E0%A4%A");
    expect(answer.status).toBe(400);
    expect((await restError(answer)).details).toEqual({
      issues: [{ path: "slug", message: "is not valid percent-encoding" }],
    });
    expect((await call("%E0%A4%A", {})).status).toBe(400);
  });

  test("a listed origin may post from another site, and an unlisted one may not", async () => {
    const post = (origin: string) =>
      rest(
        new Request("http://web.test/api/v1/checkouts", {
          method: "POST",
          headers: { "content-type": "application/json", origin, "sec-fetch-site": "cross-site", ...from() },
          body: "{}",
        }),
      );
    const listed = await post("https://partner.example");
    expect((await restError(listed)).code).toBe("invalid_input");
    expect(listed.headers.get("access-control-allow-origin")).toBe("https://partner.example");
    expect((await restError(await post("https://elsewhere.example"))).code).toBe("cross_site_request");
  });
});
