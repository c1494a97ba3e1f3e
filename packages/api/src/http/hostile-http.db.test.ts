import { readdirSync, readFileSync } from "node:fs";
import { testDatabase } from "@stoa/db/testing/database";
import { GATEWAY_NAMES } from "@stoa/payments";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { SECRETS, signed, testShop } from "../checkout/testing/shop.ts";
import { type DatabaseState, databaseState, knownTexts } from "../testing/hostile/database-state.ts";
import { HOSTILE } from "../testing/hostile/env.ts";
import { HOSTILE_TEXTS, HOSTILE_VALUES } from "../testing/hostile/hostile-values.ts";
import { inputsFor, nearly } from "../testing/hostile/inputs-for.ts";
import { type PeopledShop, peopleShop } from "../testing/hostile/peopled-shop.ts";
import { writeJson } from "../testing/hostile/wire.ts";
import { inputSchemaOf } from "../testing/procedure-schemas.ts";
import { clientErrorHandler } from "./client-errors.ts";
import { restHandler } from "./rest-handler.ts";
import { procedures, ROUTES, type Route } from "./routes.ts";
import { trpcHandler } from "./trpc-handler.ts";
import { handleWebhook } from "./webhook-handler.ts";

const database = testDatabase();
const shop = testShop(database);
let town: PeopledShop;
let state: DatabaseState;
let known: string[];

beforeAll(async () => {
  town = await peopleShop(shop);
  known = await knownTexts(database);
  state = await databaseState(database);
});
beforeEach(async () => {
  await state.changed();
});

vi.setConfig({ testTimeout: 30_000 + 1_000 * HOSTILE.HOSTILE_INPUTS });

const RUNS = { numRuns: 10 * HOSTILE.HOSTILE_INPUTS, seed: HOSTILE.HOSTILE_SEED };
const AT = "http://web.test";

/** An answer is a refusal that left everything as it was, or a success. */
async function mustBeHarmless(answer: Response): Promise<void> {
  const said = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
  const changed = await state.changed();
  expect(answer.status, said).toBeLessThan(500);
  if (answer.status >= 400) expect([said, changed]).toEqual([said, []]);
}

/** Header values as HTTP may carry them: any byte but the line ends and zero. */
const headerValues = fc
  .oneof(
    fc.constantFrom(
      "",
      "null",
      "application/json; charset=utf-7",
      "text/plain",
      "multipart/form-data",
      "Bearer",
      "Bearer stoa_x",
    ),
    fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 300 }),
  )
  .map((value) => value.replace(/[\r\n]/g, " ").trim());
const HEADERS = [
  "accept-language",
  "authorization",
  "content-type",
  "content-length",
  "cookie",
  "idempotency-key",
  "origin",
  "sec-fetch-site",
  "user-agent",
  "x-correlation-id",
  "x-forwarded-for",
  "x-http-method-override",
  "x-order-token",
  "stripe-signature",
] as const;
const headers = fc.dictionary(fc.constantFrom(...HEADERS), headerValues, { maxKeys: 4 });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.jsonValue().map((value) => new TextEncoder().encode(JSON.stringify(value))),
  fc.constantFrom(...HOSTILE_TEXTS).map((text) => new TextEncoder().encode(text)),
);
const methods = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

function requestOf(path: string, method: string, given: Record<string, string>, body: Uint8Array): Request {
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`${AT}${path}`, { method, headers: given, ...(hasBody && { body: Buffer.from(body) }) });
}

/** Percent-encoding of anything, halves of surrogate pairs too: as the three bytes that no UTF-8 has. */
const encoded = (text: string) =>
  [...text].map((char) => (char.isWellFormed() ? encodeURIComponent(char) : "%ED%A0%80")).join("");

describe("T23 T24 over REST", () => {
  const pathOf = (route: Route, input: Record<string, unknown>) => {
    const asText = (value: unknown) => encoded(typeof value === "string" ? value : writeJson(value)).slice(0, 60_000);
    const path = route.template.replace(/\{(\w+)\}/g, (_, name: string) => asText(input[name]));
    const rest = Object.entries(input).filter(([name]) => !route.names.includes(name));
    return `/api/v1${path}${route.method === "GET" ? `?${rest.map(([name, value]) => `${encoded(name)}=${asText(value)}`).join("&")}` : ""}`;
  };

  test.each(ROUTES)("$method $template answers hostile input with a refusal that changes nothing", async (route) => {
    const tries = fc.tuple(
      inputsFor(inputSchemaOf(route.procedure), known),
      fc.constantFrom("guest", "asha", "olga"),
      headers,
    );
    const property = fc.asyncProperty(tries, async ([{ json }, who, more]) => {
      const input = json !== null && typeof json === "object" ? { ...json } : { q: json };
      const given = { "content-type": "application/json", ...more };
      const body = new TextEncoder().encode(writeJson(json ?? {}));
      await mustBeHarmless(
        await restHandler(town.faceOf(who))(requestOf(pathOf(route, input), route.method, given, body)),
      );
    });
    await fc.assert(property, RUNS);
  });

  test("any method, path, header and bytes are refused or answered, never an accident", async () => {
    const paths = fc.oneof(
      fc.constantFrom(
        "/courses",
        "/orders/x",
        "/checkouts",
        "/%",
        "/%00",
        "/courses/%E0%A4%A",
        "//",
        "/courses/..%2f..%2f",
        "/courses?a=%ff&%00=1",
      ),
      fc.webPath().map((path) => path || "/"),
    );
    const property = fc.asyncProperty(fc.tuple(paths, methods, headers, bytes), async ([path, method, given, body]) => {
      await mustBeHarmless(await restHandler(town.faceOf("guest"))(requestOf(`/api/v1${path}`, method, given, body)));
    });
    await fc.assert(property, RUNS);
  });
});

describe("T23 T24 over tRPC", () => {
  test("any batch, method, header and bytes are refused or answered, never an accident", async () => {
    const names = procedures().map(({ path }) => path);
    const called = fc.array(
      fc.oneof(fc.constantFrom(...names), fc.constantFrom("", "__proto__", "constructor", "a.b", "%00", "%E0%A4%A")),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    const inputs = fc.oneof(
      bytes,
      fc
        .dictionary(fc.constantFrom("0", "1", "2", "-1", "__proto__", "x"), nearly(fc.jsonValue()))
        .map((input) => new TextEncoder().encode(writeJson(input))),
    );
    const tries = fc.tuple(called, fc.boolean(), methods, headers, inputs, fc.constantFrom("guest", "asha", "olga"));
    const property = fc.asyncProperty(tries, async ([paths, batch, method, given, input, who]) => {
      const query = method === "GET" ? `&input=${encoded(new TextDecoder().decode(input))}` : "";
      const path = `/api/trpc/${paths.join(",")}?${batch ? "batch=1" : "x=1"}${query}`;
      const answer = await trpcHandler(town.faceOf(who))(
        requestOf(path, method, { "content-type": "application/json", ...given }, input),
      );
      const text = await answer.text();
      expect([answer.status, /"httpStatus":5\d\d/.exec(text)?.[0]], text.slice(0, 500)).toEqual([
        expect.any(Number),
        undefined,
      ]);
      expect(answer.status, text.slice(0, 500)).toBeLessThan(500);
    });
    await fc.assert(property, RUNS);
  });
});

describe("T50 T55 a webhook", () => {
  const FIXTURES = new URL("../../../payments/src/stripe/fixtures/events/", import.meta.url);
  const events = readdirSync(FIXTURES).map(
    (name) => JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8")) as Record<string, unknown>,
  );
  /** Events that the gateway really sent, with one thing wrong: anywhere, or in what Stoa reads before all else. */
  const oddEvents = fc.oneof(
    nearly(fc.constantFrom(...events)),
    fc
      .tuple(
        fc.constantFrom(...events),
        fc.constantFrom("id", "type", "created", "livemode", "data"),
        fc.constantFrom(...HOSTILE_VALUES),
      )
      .map(([event, name, value]) => ({ ...event, [name]: value })),
  );

  test("T58 of any bytes without a signature is refused at every end point and stored nowhere", async () => {
    const gateways = fc.constantFrom(...GATEWAY_NAMES, "nobody", "__proto__", "constructor");
    const property = fc.asyncProperty(fc.tuple(gateways, headers, bytes), async ([gateway, given, body]) => {
      const answer = await handleWebhook(town.services, gateway, requestOf("/api/webhooks/x", "POST", given, body));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      await mustBeHarmless(answer);
    });
    await fc.assert(property, RUNS);
  });

  test("with a good signature over an event that is anything is stored or refused, and working it off ends", async () => {
    const property = fc.asyncProperty(oddEvents, async (event) => {
      const { rawBody, headers: given } = signed(writeJson(event), SECRETS.now, shop.clock.now());
      const request = requestOf("/api/webhooks/stripe", "POST", Object.fromEntries(given), rawBody);
      const answer = await handleWebhook(town.services, "stripe", request);
      expect([answer.status, writeJson(event).slice(0, 300)]).toEqual([
        expect.toSatisfy((status: number) => status < 500),
        expect.anything(),
      ]);
    });
    await fc.assert(property, RUNS);
    await shop.drain();
    expect(await shop.breaches()).toEqual([]);
  });
});

test("T27 what a browser reports of its errors may be anything", async () => {
  const handler = clientErrorHandler(town.faceOf("guest"), "web");
  const reports = nearly(
    fc.record({ message: fc.string(), stack: fc.string(), page: fc.string(), digest: fc.string() }),
  );
  const property = fc.asyncProperty(
    fc.tuple(
      headers,
      fc.oneof(
        bytes,
        reports.map((report) => new TextEncoder().encode(writeJson(report))),
      ),
    ),
    async ([given, body]) => {
      await mustBeHarmless(
        await handler(requestOf("/api/client-errors", "POST", { "content-type": "application/json", ...given }, body)),
      );
    },
  );
  await fc.assert(property, RUNS);
});
