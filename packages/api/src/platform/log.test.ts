import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const destination = new PassThrough();
  write(createLog({ app: "web", level: "info", destination }));
  return String(destination.read() ?? "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("a line says when, how grave, which app and what", () => {
  const [line] = logged((log) => log.child({ correlationId: "cor_1" }).warn({ orderId: "ord_1" }, "held for review"));
  expect(line).toMatchObject({
    level: "warn",
    app: "web",
    correlationId: "cor_1",
    orderId: "ord_1",
    msg: "held for review",
  });
  expect(String(line?.time)).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test("T103 secrets and personal data do not reach it, three levels deep", () => {
  const secret = "4f1b-very-secret";
  const lines = logged((log) => {
    log.info({ password: secret, user: { email: secret, profile: { phone: secret } } }, "one");
    log.info(
      { input: { token: secret, newPassword: secret }, headers: { authorization: secret, cookie: secret } },
      "two",
    );
  });
  expect(JSON.stringify(lines)).not.toContain(secret);
  expect(JSON.stringify(lines)).toContain("[redacted]");
});

test("lines below the level are not written", () => {
  expect(logged((log) => log.debug({}, "noise"))).toEqual([]);
});
