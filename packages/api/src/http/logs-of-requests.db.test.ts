import { PassThrough } from "node:stream";
import { connect } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newSecret } from "@stoa/kit";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { SECRETS, signed, testShop } from "../checkout/testing/shop.ts";
import type { Services } from "../platform/context.ts";
import { createLog } from "../platform/log.ts";
import { HOSTILE } from "../testing/hostile/env.ts";
import { inputsFor } from "../testing/hostile/inputs-for.ts";
import { type PeopledShop, peopleShop } from "../testing/hostile/peopled-shop.ts";
import { writeJson } from "../testing/hostile/wire.ts";
import { inputSchemaOf } from "../testing/procedure-schemas.ts";
import { clientErrorHandler } from "./client-errors.ts";
import type { Face } from "./face.ts";
import { createAuth } from "./next-auth.ts";
import { restHandler } from "./rest-handler.ts";
import { procedures } from "./routes.ts";
import { trpcHandler } from "./trpc-handler.ts";
import { handleWebhook } from "./webhook-handler.ts";

const database = testDatabase();
const shop = testShop(database);

/** What people send and no log may keep, each in a shape that a request carries it in. */
const PLANTED = {
  password: "nine purple otters sang",
  email: "planted.person@private.example",
  token: newSecret(),
  bearer: `stoa_${newSecret()}`,
  cookie: `eyJhbGciOiJkaXIifQ.${newSecret()}.${newSecret()}`,
  card: "4242 4242 4242 4242",
  bareCard: "5555555555554444",
  secret: SECRETS.now,
} as const;
const planted = Object.values(PLANTED);

let town: PeopledShop;
let log: PassThrough;
let faces: readonly Face[];

beforeAll(async () => {
  town = await peopleShop(shop);
  log = new PassThrough({ highWaterMark: 1 << 30 });
  const services: Services = { ...town.services, log: createLog({ app: "web", level: "debug", destination: log }) };
  // A database that answers nothing: errors of it carry whole statements with what people sent.
  const gone = connect({ url: database.url, applicationName: "gone", max: 1 });
  await gone.close();
  const { face } = createAuth(async () => services, { kind: "web", cookiePrefix: "stoa", secure: false });
  faces = [
    face,
    { ...town.faceOf("asha"), services: async () => services },
    { ...town.faceOf("olga"), services: async () => services },
    { ...town.faceOf("olga"), services: async () => ({ ...services, db: gone.db }) },
  ];
});

const HEADERS = {
  authorization: `Bearer ${PLANTED.bearer}`,
  cookie: `stoa.session=${PLANTED.cookie}; stoa.device=${PLANTED.token}`,
  "x-order-token": PLANTED.token,
  "idempotency-key": PLANTED.token,
  "stripe-signature": `t=1,v1=${"a".repeat(64)}`,
  "user-agent": `Mozilla/5.0 ${PLANTED.email}`,
  referer: `https://web.test/reset?token=${PLANTED.token}`,
} as const;
const headers = fc
  .subarray(Object.keys(HEADERS) as (keyof typeof HEADERS)[])
  .map((names) => Object.fromEntries(names.map((name) => [name, HEADERS[name]])));

const AT = "http://web.test";
const JSON_BODY = { "content-type": "application/json" };
type Send = (face: Face) => Promise<Response>;

const trpcCalls = fc.constantFrom(...procedures()).chain(({ path, type }) =>
  fc.tuple(inputsFor(inputSchemaOf(path), planted), headers).map(([input, given]): Send => {
    const body = writeJson(input);
    const asked = type === "query" ? `?input=${encodeURIComponent(body)}` : "";
    const init = type === "query" ? { headers: given } : { method: "POST", headers: { ...given, ...JSON_BODY }, body };
    return (face) => trpcHandler(face)(new Request(`${AT}/api/trpc/${path}${asked}`, init));
  }),
);
const signIns = fc.tuple(fc.constantFrom(PLANTED.email, "asha@example.com"), headers).map(
  ([email, given]): Send =>
    (face) =>
      trpcHandler(face)(
        new Request(`${AT}/api/trpc/identity.signIn`, {
          method: "POST",
          headers: { ...given, ...JSON_BODY },
          body: JSON.stringify({ json: { email, password: PLANTED.password } }),
        }),
      ),
);
const restCalls = fc.tuple(fc.constantFrom(...planted), fc.constantFrom("/courses?q=", "/orders/", "/"), headers).map(
  ([word, path, given]): Send =>
    (face) =>
      restHandler(face)(new Request(`${AT}/api/v1${path}${encodeURIComponent(word)}`, { headers: given })),
);
const webhooks = fc.tuple(fc.constantFrom(...planted), fc.boolean(), headers).map(([word, isSigned, given]): Send => {
  const event = { id: `evt_${word.length}`, object: "event", created: 1, livemode: false, type: "a.b" };
  const body = JSON.stringify({ ...event, data: { object: { email: PLANTED.email, note: word } } });
  return async (face) => {
    const own = isSigned ? Object.fromEntries(signed(body, SECRETS.now, shop.clock.now()).headers) : {};
    const request = new Request(`${AT}/api/webhooks/stripe`, { method: "POST", headers: { ...given, ...own }, body });
    return handleWebhook(await face.services(), "stripe", request);
  };
});
const clientErrors = fc.tuple(fc.constantFrom(PLANTED.email, PLANTED.bearer, PLANTED.card), headers).map(
  ([word, given]): Send =>
    (face) =>
      clientErrorHandler(
        face,
        "web",
      )(
        new Request(`${AT}/api/client-errors`, {
          method: "POST",
          headers: { ...given, ...JSON_BODY },
          body: JSON.stringify({ message: `failed for ${word}`, page: `/orders/x?token=${PLANTED.token}` }),
        }),
      ),
);

/** Digits that a card number could be, by their check sum. */
function isCardLike(digits: string): boolean {
  const sum = [...digits.replace(/\D/g, "")].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

const runs = Math.max(500, 5 * HOSTILE.HOSTILE_INPUTS);
const timeout = 30_000 + 50 * runs;

test("T103 no password, token, card number, secret or e-mail address is in the log of many mixed requests", {
  timeout,
}, async () => {
  const sends = fc.oneof(
    { weight: 6, arbitrary: trpcCalls },
    { weight: 1, arbitrary: signIns },
    { weight: 1, arbitrary: restCalls },
    { weight: 1, arbitrary: webhooks },
    { weight: 1, arbitrary: clientErrors },
  );
  const outcomes = new Map<number, number>();
  const property = fc.asyncProperty(sends, fc.nat(), async (send, which) => {
    const face = faces[which % faces.length];
    if (!face) return;
    const { status } = await send(face);
    outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
  });
  await fc.assert(property, { numRuns: runs, seed: HOSTILE.HOSTILE_SEED });

  const text = String(log.read() ?? "");
  const lines = text.split("\n").filter((line) => line !== "");
  expect(lines.length).toBeGreaterThan(runs / 3);
  // Also what went wrong unexpectedly was logged, or the database that is gone was never asked.
  expect(outcomes.get(500)).toBeGreaterThan(10);
  const { env } = town.services;
  for (const word of [...planted, env.AUTH_SECRET, env.STOA_ENCRYPTION_KEY]) {
    const holding = lines.filter((line) => line.includes(word) || line.includes(encodeURIComponent(word)));
    expect([word, holding.slice(0, 2)]).toEqual([word, []]);
  }
  expect(text.match(/[\w.+-]+(?:@|%40)[\w-]+\.[a-z]{2,}/gi) ?? []).toEqual([]);
  expect((text.match(/(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w.-])/g) ?? []).filter(isCardLike)).toEqual([]);
});
