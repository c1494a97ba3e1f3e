import { PassThrough } from "node:stream";
import { DomainError, newId, redactText } from "@stoa/kit";
import { DrizzleQueryError } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuMsOf } from "../testing/cpu-time.ts";
import { createLog } from "./log.ts";

const RUNS = 10_000;

const text = (letters: string, from: number, to = from) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: from, maxLength: to });
const LOWER = "abcdefghjkmnpqrstvwxyz";
const ALNUM = `${LOWER}ABCDEFGHJKMNPQRSTVWXYZ23456789`;

const email = fc
  .tuple(text(`${LOWER}0123456789._+-`, 3, 12), text(LOWER, 3, 10), fc.constantFrom("example", "co.in", "org"))
  .map(([box, host, top]) => `q${box}q@${host}.${top}`);
const opaque = fc.tuple(text(ALNUM, 20), text(ALNUM, 20)).map(([head, tail]) => `${head}aB3-${tail}_9`);
const card = text("0123456789", 15)
  .map((digits) => `4${digits.slice(0, 14)}`)
  .map((digits) => `${digits}${checkDigit(digits)}`)
  .chain((digits) =>
    fc.constantFrom(digits, digits.replace(/(\d{4})(?=\d)/g, "$1 "), digits.replace(/(\d{4})(?=\d)/g, "$1-")),
  );
const word = text(ALNUM, 8, 30).map((letters) => `zq${letters}`);

const SECRET_KEYS = [
  "password",
  "newPassword",
  "passwordHash",
  "token",
  "accessToken",
  "refresh_token",
  "secret",
  "client_secret",
  "authorization",
  "Authorization",
  "cookie",
  "set-cookie",
  "apiKey",
  "api_key",
  "apiSecret",
  "email",
  "buyerEmail",
  "recipient",
  "to",
  "name",
  "phone",
  "card",
  "cardNumber",
  "ip",
  "userAgent",
  "user-agent",
  "code",
  "recoveryCodes",
  "otp",
  "cvc",
  "stripe-signature",
  "session_key",
  "iban",
  "address",
]; // prettier-ignore

/** Something that must not be read in a log, in a place where it has stood in one. */
const planted = fc.oneof(
  fc
    .tuple(fc.constantFrom(...SECRET_KEYS), fc.oneof(word, email, opaque, card))
    .map(([key, secret]) => ({ secret, fields: { [key]: secret } })),
  fc
    .tuple(fc.constantFrom(...SECRET_KEYS), word)
    .map(([key, secret]) => ({ secret, fields: { [key]: { value: [secret] } } })),
  fc.oneof(email, card, opaque).map((secret) => ({ secret, fields: { note: `about ${secret}, see below` } })),
  fc.oneof(email, card, opaque).map((secret) => ({ secret, fields: { [secret]: true } })),
  fc
    .oneof(word, opaque)
    .chain((secret) =>
      fc
        .constantFrom(
          `https://web.test/reset?token=${secret}&next=/`,
          `https://web.test/x?a=1&code=${secret}#top`,
          `postgres://stoa:${secret}@db.internal:5432/stoa`,
          `redis://:${secret}@cache:6379`,
          `Authorization: Bearer ${secret}`,
          `{"password":"${secret}","a":1}`,
          `password=${secret}`,
          `sk_live_${secret}`,
          `apiKey: '${secret}'`,
          `Cookie: stoa.session=${secret}; other=1`,
        )
        .map((note) => ({ secret, fields: { note } })),
    ),
  fc
    .oneof(email, card, opaque)
    .map((secret) => ({ secret, fields: { err: new Error(`could not write to ${secret}`) } })),
  fc.tuple(fc.oneof(email, word), fc.constantFrom("", "\n    at ", "params:\n  at x")).map(([secret, before]) => ({
    secret,
    fields: { err: new DrizzleQueryError("select $1", [before + secret], new Error(`no ${"x"}`)) },
  })),
  word.map((secret) => ({
    secret,
    fields: { err: new Error(`invalid input syntax for type integer: "${secret}"`) },
  })),
  fc.oneof(email, word).map((secret) => ({
    secret,
    fields: {
      err: Object.assign(new Error("duplicate key"), {
        detail: `Key (email)=(${secret}) already exists.`,
        parameters: [secret],
      }),
    },
  })),
  fc
    .oneof(email, opaque)
    .map((secret) => ({ secret, fields: { err: new Error("outer", { cause: new Error(`inner ${secret}`) }) } })),
  word.map((secret) => ({
    secret,
    fields: { headers: new Headers({ authorization: `Bearer ${secret}`, cookie: secret }) },
  })),
); // prettier-ignore

const nested = (fields: object, depth: number): object =>
  depth === 0 ? fields : nested(depth % 2 ? { input: fields } : { items: [fields] }, depth - 1);

function logOf(write: (log: ReturnType<typeof createLog>) => void): string {
  const destination = new PassThrough({ highWaterMark: 2 ** 30 });
  write(createLog({ app: "web", level: "info", destination }));
  return String(destination.read() ?? "");
}

test(`of ${RUNS} random lines none shows an address, a token, a card or a secret`, () => {
  fc.assert(
    fc.property(
      planted,
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom("field", "child", "message"),
      ({ secret, fields }, depth, where) => {
        const output = logOf((log) => {
          const at = "err" in fields ? fields : nested(fields, depth);
          if (where === "child") log.child({ ...at }).warn({}, "said");
          else if (where === "message" && "note" in fields) log.error({}, String(fields.note));
          else log.error({ ...at }, "said");
        });
        expect(output).not.toContain(secret);
        expect(output).not.toContain(
          secret.replaceAll(/[ -]/g, "") === secret ? `"${secret}"` : secret.replaceAll(/[ -]/g, ""),
        );
      },
    ),
    { numRuns: RUNS },
  );
});

test("ids, paths, states and figures stay readable", () => {
  const ids = (["order", "user", "payment", "outbox", "correlation", "session"] as const).map((kind) => newId(kind));
  const plain = {
    orderIds: ids,
    path: "checkout.start",
    status: "paid",
    amount: 249900,
    ms: 12,
    code: "order_already_paid",
  };
  const [line] = logOf((log) =>
    log.info(plain, `settled ${ids[0]} by cs_test_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6 in 12 ms`),
  )
    .split("\n")
    .map((text) => JSON.parse(text || "null") as Record<string, unknown>);
  expect(line).toMatchObject(plain);
  expect(line?.msg).toBe(`settled ${ids[0]} by cs_test_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6 in 12 ms`);
});

test("an error is told with its kind, its code, its stack and its cause", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), { code: "ECONNREFUSED" });
  const output = logOf((log) => log.error({ err: new TypeError("no answer", { cause: refused }) }, "failed"));
  const { err } = JSON.parse(output) as { err: Record<string, unknown> };
  expect(err).toMatchObject({ type: "TypeError", message: "no answer", cause: { code: "ECONNREFUSED" } });
  expect(err.stack).toContain("log-redaction.test.ts");
});

test("what refers to itself, is deep, long or strange does not stop a line from being written", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const strange = {
    circle,
    big: 2n ** 70n,
    when: new Date(Number.NaN),
    bytes: Buffer.from("x"),
    call: () => 1,
    many: Array(5_000).fill(1),
  };
  const output = logOf((log) => log.info(strange, "x".repeat(100_000)));
  expect(output.length).toBeLessThan(20_000);
  expect(JSON.parse(output)).toMatchObject({ bytes: "[1 bytes]", when: "[no date]", call: "[function]" });
});

test("a long evil line costs little", async () => {
  for (const piece of ["a@", "1 ", "token", "://", "=", "eyJa.", "A1a-", "-----BEGIN A"])
    expect(await cpuMsOf(() => redactText(piece.repeat(20_000)))).toBeLessThan(250);
});

test("errors nobody expected are reported with their correlation id, refusals and warnings are not", () => {
  const reports: [string, unknown][] = [];
  const log = createLog({
    app: "web",
    level: "info",
    destination: new PassThrough(),
    report: (error, facts) => reports.push([error.message, facts.correlationId]),
  }).child({ correlationId: "cor_1" });
  log.error({ err: new Error("disk full") }, "failed");
  log.error({ err: new DomainError("conflict", "taken", "Taken.") }, "refused");
  log.warn({ err: new Error("will run again") }, "failed");
  expect(reports).toEqual([["disk full", "cor_1"]]);
});

function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
