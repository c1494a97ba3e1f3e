import { expect, test } from "vitest";
import { requireSoundEnvironment } from "./check-environment.ts";
import { secrets } from "./testing/secrets.ts";

test("an environment in which nothing is set is sound", () => {
  expect(() => requireSoundEnvironment({}, secrets)).not.toThrow();
});

test("all that is wrong is told at once: ports, addresses, choices", () => {
  const wrong = {
    WEB_PORT: "abc",
    ADMIN_PORT: "99999",
    DATABASE_URL: "mysql://elsewhere",
    STOA_QUEUE: "kafka",
    LOG_LEVEL: "loud",
  };
  const complaint = complaintAbout(wrong);
  for (const name of Object.keys(wrong)) expect(complaint).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
});

test("a port that is wrong is told once, although the apps read it as well", () => {
  expect(complaintAbout({ WORKER_PORT: "abc" }).match(/WORKER_PORT/g)).toHaveLength(1);
});

function complaintAbout(caller: Record<string, string>): string {
  try {
    requireSoundEnvironment(caller, secrets);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
}
