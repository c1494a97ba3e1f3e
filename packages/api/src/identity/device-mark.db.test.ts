import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { createSecrets } from "../platform/secrets.ts";
import { guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { deviceToken, knownDevice } from "./device.ts";

const services = testServices(testDatabase());

test("the mark that a device keeps after a sign-in tells whose device it is, each under a mark of its own", () => {
  const marks = [1, 2].map(() => knownDevice(guest(services), deviceToken(services, "usr_asha")));
  expect(marks).toEqual([
    { userId: "usr_asha", mark: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    { userId: "usr_asha", mark: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  ]);
  expect(marks[0]?.mark).not.toBe(marks[1]?.mark);
});

test("such a mark tells nothing when there is none, when it is altered, and when it was sealed for something else", () => {
  const elsewhere = createSecrets(Buffer.alloc(32, 8).toString("base64"));
  for (const token of [
    undefined,
    "",
    `${deviceToken(services, "usr_asha")}x`,
    elsewhere.seal("device", "usr_asha mark"),
    services.secrets.seal("totp", "usr_asha mark"),
  ])
    expect(knownDevice(guest(services), token)).toBeNull();
});
