import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { beforeAll, describe, expect, test } from "vitest";
import { typicalCpuMs } from "../testing/cpu-time.ts";
import { addPerson, guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { requestPasswordReset } from "./password-reset.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
const ROUNDS = 40;
/** Far less than a hash or a mail costs, which is what would tell. */
const APART_MS = 10;
/** Each answer takes its time, whatever there was to do. */
const WITHIN_MS = 180_000;
const visitor = () => guest(services, { ip: crypto.randomUUID() });

beforeAll(async () => {
  const passwordHash = await services.passwords.hash(PASSWORD);
  for (let i = 0; i < ROUNDS; i++) await addPerson(services, "ben", { email: `known${i}@example.com`, passwordHash });
});

async function mustCostAlike(attempt: (email: string) => Promise<unknown>): Promise<void> {
  const [known, unknown] = await typicalCpuMs(
    ROUNDS,
    (round) => attempt(`known${round}@example.com`),
    (round) => attempt(`unknown${round}@example.com`),
  );
  expect(Math.abs(known - unknown)).toBeLessThan(APART_MS);
}

describe("T04 the same work is done whether an address is known or not", () => {
  test("T04 when a wrong password is given", async () => {
    await mustCostAlike(async (email) => {
      await services.db.delete(tables.rateLimitWindows);
      await signIn(visitor(), { email, password: "wrong", kind: "web" }).catch(() => {});
    });
  });

  test(
    "T04 when a forgotten password is asked for",
    () => mustCostAlike((email) => requestPasswordReset(visitor(), email)),
    WITHIN_MS,
  );

  test(
    "T04 when somebody signs up",
    () => mustCostAlike((email) => signUp(visitor(), { name: "Asha", email, password: PASSWORD })),
    WITHIN_MS,
  );
});
