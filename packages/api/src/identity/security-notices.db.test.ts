import { testDatabase } from "@stoa/db/testing/database";
import { beforeEach, expect, test } from "vitest";
import { createCaller } from "../root.ts";
import { queuedMails, tokenMailedTo } from "../testing/mails.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { totpOf } from "./second-factor.ts";
import { signIn } from "./sign-in.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
const NEW = "my own quiet harbour";
const MAILS = ["email-changed-notice", "new-device-sign-in", "password-changed-notice", "two-factor-changed"];
let asha: TestPerson;
let serial = 0;

beforeEach(async () => {
  serial += 1;
  const passwordHash = await services.passwords.hash(PASSWORD);
  asha = await addPerson(services, "asha", { email: `asha${serial}@example.com`, passwordHash });
});

const caller = async () => createCaller(await signedIn(services, asha));
const bell = async () => {
  const { items } = await (await caller()).notifications.list({});
  return items.filter((item) => item.kind === "account_security").map((item) => item.data.change);
};
const mailsTo = async (address: string) =>
  (await queuedMails(services)).filter((mail) => mail.to === address).map((mail) => mail.template);

test("a new device, another password, another address and a second factor stand under the bell and are mailed", async () => {
  await caller();
  await signIn(guest(services), { email: asha.email, password: PASSWORD, kind: "web" });
  const me = await caller();
  await me.identity.changePassword({ password: PASSWORD, newPassword: NEW });
  const { secret } = await me.identity.twoFactor.begin({ password: NEW });
  await me.identity.twoFactor.confirm({
    code: totpOf(secret, "").generate({ timestamp: services.clock.now().getTime() }),
  });
  await me.identity.requestEmailChange({ password: NEW, email: `new-${asha.email}` });
  await me.identity.confirmEmailChange({
    token: await tokenMailedTo(services, `new-${asha.email}`, "email-change-confirm"),
  });
  expect((await bell()).sort()).toEqual(["email_changed", "new_device", "password_changed", "second_factor_enabled"]);
  expect((await mailsTo(asha.email)).sort()).toEqual(MAILS);
});

test("who wants none of it under the bell is mailed all the same", async () => {
  const me = await caller();
  await me.notifications.setPreference({ kind: "account_security", email: false, inApp: false });
  await me.identity.changePassword({ password: PASSWORD, newPassword: NEW });
  expect(await bell()).toEqual([]);
  expect(await mailsTo(asha.email)).toEqual(["password-changed-notice"]);
});
