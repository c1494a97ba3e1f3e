import { expect, test } from "vitest";
import { errorText } from "./error-text.ts";

/** As drizzle makes it: the statement and its parameters in the message, the driver's word as the cause. */
function failedStatement(params: readonly string[], cause: Error): Error {
  const error = new Error(`Failed query: insert into "users" values ($1, $2)\nparams: ${params.join(",")}`, { cause });
  error.name = "DrizzleQueryError";
  return error;
}

test("a failed statement is told with its cause and without its parameters, whatever stands in them", () => {
  const params = ["asha@example.com", "Asha Rao\n    at home", "k9-Zt_bearer"];
  const text = errorText(failedStatement(params, new Error('violates unique constraint "users_email_key"')));
  expect(text).toBe(
    'DrizzleQueryError: Failed query: insert into "users" values ($1, $2)\nparams: [withheld], because of Error: violates unique constraint "users_email_key"',
  );
});

test("addresses, tokens and values that Postgres quotes do not reach a row", () => {
  expect(errorText(new TypeError("no mailbox asha@example.com, token=k9-Zt_bearer"))).toBe(
    "TypeError: no mailbox [e-mail], token=[redacted]",
  );
  expect(errorText("Bearer k9-Zt_bearer")).toBe("Bearer [redacted]");
  expect(errorText(new Error('invalid input syntax for type uuid: "k9-Zt"'))).not.toContain("k9-Zt");
  expect(errorText(new Error('value "4111" is out of range for type smallint'))).not.toContain("4111");
});

test("it is short, however long and deep the failure is", () => {
  let error = new Error("x ".repeat(100_000));
  for (let depth = 0; depth < 50; depth++) error = new Error("y ".repeat(100_000), { cause: error });
  expect(errorText(error).length).toBeLessThanOrEqual(2_100);
  const circle = new Error("round");
  circle.cause = circle;
  expect(errorText(circle)).toContain("Error: round");
  expect(errorText(undefined)).toBe("");
});
